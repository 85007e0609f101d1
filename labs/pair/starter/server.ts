// One end of an exclusive pair: in each of ten rounds it sends one message and
// receives one.
import { setTimeout as sleep } from "node:timers/promises";
import { Pair } from "zeromq";

// The text of its messages, and how long it rests after each round, in ms.
const [greeting = "hello", rest = "200", endpoint = "tcp://127.0.0.1:5555"] =
  process.argv.slice(2);
const rounds = 10;

// linger: the last message may still be on its way at close(); it has up to 2 s
// to leave.
const pair = new Pair({ linger: 2_000 });
process.once("SIGINT", () => pair.close());

await pair.bind(endpoint);
console.log(`server binds ${endpoint}`);

try {
  for (let round = 1; round <= rounds; round += 1) {
    await pair.send(`${greeting} ${round}`);
    // TODO: receive one message, and print it behind the text "server received: ".
    await sleep(Number(rest));
  }
} catch (error) {
  // Once Ctrl+C has closed the socket, what was waiting ends with EAGAIN, and
  // what comes then with EBADF. Any other error is a real one.
  const { code = "" } = error as NodeJS.ErrnoException;
  if (!pair.closed || !["EAGAIN", "EBADF"].includes(code)) throw error;
} finally {
  pair.close();
  console.log("server closed");
}
