// Waits for its handshake before it asks, and asks the next question when it has the answer.
import { setTimeout as sleep } from "node:timers/promises";
import { Pair } from "zeromq";

const name = process.argv[2] ?? "A";
const pair = new Pair({ linger: 100 });
process.once("SIGINT", () => {
  pair.close();
  process.exit();
});
const shaken = new Promise((resolve) => pair.events.on("handshake", resolve));
pair.connect(process.argv[3] ?? "tcp://127.0.0.1:5555");
await shaken;
console.log(name + ": Handshake complete");
for (let i = 0; i < 5; i++) {
  await sleep(600);
  await pair.send(`${name} wants to know ${i}`);
  console.log("<-", String(await pair.receive()));
}
pair.close();
