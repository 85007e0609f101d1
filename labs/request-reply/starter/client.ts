// Asks the server nine times, each time waiting for the reply before it asks
// again.
import { Request } from "zeromq";

const [name = "A", endpoint = "tcp://127.0.0.1:5555"] = process.argv.slice(2);
const requests = 9;

// linger: a request still unsent at close() is thrown away, because nobody waits
// for its reply any more.
const client = new Request({ linger: 0 });
process.once("SIGINT", () => client.close());

try {
  client.connect(endpoint);
  console.log(`client ${name} connects to ${endpoint}`);

  for (let number = 1; number <= requests; number += 1) {
    await client.send(`request ${number} from ${name}`);
    // TODO: receive the reply, and print it behind "client A received: ", with
    // the name of this client.
  }
} catch (error) {
  // Once Ctrl+C has closed the socket, what was waiting ends with EAGAIN, and
  // what comes then with EBADF. Any other error is a real one.
  const { code = "" } = error as NodeJS.ErrnoException;
  if (!client.closed || !["EAGAIN", "EBADF"].includes(code)) throw error;
} finally {
  client.close();
  console.log(`client ${name} closed`);
}
