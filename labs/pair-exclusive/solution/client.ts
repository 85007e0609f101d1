// Sends five questions, and then receives their five answers.
import { setTimeout as sleep } from "node:timers/promises";
import { Pair } from "zeromq";

// Its name, whom it asks, and how long it rests after each question, in ms.
const [name = "A", endpoint = "tcp://127.0.0.1:5555", rest = "1000"] =
  process.argv.slice(2);
const questions = 5;

// linger: a question still unsent at close() is thrown away.
const pair = new Pair({ linger: 0 });
process.once("SIGINT", () => pair.close());

pair.events.on("handshake", () => console.log(`${name}: handshake complete`));

try {
  pair.connect(endpoint);
  console.log(`${name} connects to ${endpoint}`);

  for (let number = 1; number <= questions; number += 1) {
    await pair.send(`question ${number} from ${name}`);
    console.log(`${name} has sent question ${number}`);
    await sleep(Number(rest));
  }
  for (let number = 1; number <= questions; number += 1) {
    const [frame] = await pair.receive();
    console.log(`${name} received: ${String(frame)}`);
  }
} catch (error) {
  // After Ctrl+C a receive() that was waiting ends with EAGAIN, and a send() on
  // the closed socket with EBADF. Any other error is a real one.
  const { code = "" } = error as NodeJS.ErrnoException;
  if (!["EAGAIN", "EBADF"].includes(code)) throw error;
} finally {
  pair.close();
  console.log(`${name} closed`);
}
