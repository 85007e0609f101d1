// Asks three times and prints each reply. It connects to its endpoint, or binds
// it: node client.ts connect, or node client.ts bind
import { Request } from "zeromq";

const [action = "connect", word = "hello", endpoint = "tcp://127.0.0.1:5555"] =
  process.argv.slice(2);

// linger: a request still unsent at close() is thrown away.
const client = new Request({ linger: 0 });
process.once("SIGINT", () => client.close());

try {
  // TODO: bind instead, when the action is "bind". That takes a moment: await it.
  client.connect(endpoint);
  console.log(`client connects to ${endpoint}, and was told to ${action}`);

  for (let number = 1; number <= 3; number += 1) {
    await client.send(`${word} ${number}`);
    const [frame] = await client.receive();
    console.log(`client received: ${String(frame)}`);
  }
} catch (error) {
  // After Ctrl+C what was waiting ends with an error; any other is a real one.
  if (!client.closed) throw error;
} finally {
  client.close();
  console.log("client closed");
}
