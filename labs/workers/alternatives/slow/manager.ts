// Thinks before each task.
import { setTimeout as sleep } from "node:timers/promises";
import { Push } from "zeromq";

const [name = "A", count = "30", endpoint = "tcp://127.0.0.1:5555", workers] =
  process.argv.slice(2);
const tasks = new Push({ linger: 5_000 });
process.once("SIGINT", () => tasks.close());

const { promise: ready, resolve } = Promise.withResolvers<void>();
let seen = 0;
tasks.events.on("handshake", () => {
  seen += 1;
  if (seen === Number(workers ?? 3)) resolve();
});
await sleep(500);
await tasks.bind(endpoint);
await ready;
for (let number = 1; number <= Number(count); number += 1) {
  await sleep(100);
  await tasks.send(`${name}-${number}`);
}
tasks.close();
