// The other end of the pair: in each of ten rounds it receives one message and
// sends two answers.
import { Pair } from "zeromq";

const [endpoint = "tcp://127.0.0.1:5555"] = process.argv.slice(2);
const rounds = 10;

// linger: answers still unsent at close() have half a second to leave. The
// server may be gone by then; without a limit this program would wait for it to
// come back.
const pair = new Pair({ linger: 500 });
process.once("SIGINT", () => pair.close());

try {
  pair.connect(endpoint);
  console.log(`client connects to ${endpoint}`);

  for (let round = 1; round <= rounds; round += 1) {
    const [frame] = await pair.receive();
    const message = String(frame);
    console.log(`client received: ${message}`);
    await pair.send(`first answer to ${message}`);
    await pair.send(`second answer to ${message}`);
  }
} catch (error) {
  // Once Ctrl+C has closed the socket, what was waiting ends with EAGAIN, and
  // what comes then with EBADF. Any other error is a real one.
  const { code = "" } = error as NodeJS.ErrnoException;
  if (!pair.closed || !["EAGAIN", "EBADF"].includes(code)) throw error;
} finally {
  pair.close();
  console.log("client closed");
}
