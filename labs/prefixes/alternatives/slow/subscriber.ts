// Thinks for a while before it does anything.
import { createInterface } from "node:readline/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { Subscriber } from "zeromq";

const [endpoint = "tcp://127.0.0.1:5555", ...prefixes] = process.argv.slice(2);
const updates = new Subscriber();
const keyboard = createInterface({ input: process.stdin });
const stop = new AbortController();
process.once("SIGINT", () => {
  updates.close();
  keyboard.close();
  stop.abort();
});
const think = (ms: number) => sleep(ms, undefined, stop).catch(() => undefined);

let turn = Promise.resolve();
keyboard.on("line", (line) => {
  turn = turn.then(async () => {
    await think(150);
    if (line.startsWith("+")) updates.subscribe(line.slice(1));
    if (line.startsWith("-")) updates.unsubscribe(line.slice(1));
    console.log(`done: ${line}`);
  });
});

updates.connect(endpoint);
await think(1_000);
for (const prefix of prefixes) {
  if (updates.closed) break;
  updates.subscribe(prefix);
  await think(200);
}
if (!updates.closed)
  for await (const [message] of updates) {
    await think(50);
    console.log(`heard "${String(message)}"`);
  }
