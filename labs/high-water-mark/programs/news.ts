// Publishes numbered news: one now and then, and once in a while very many at
// once. Until Ctrl+C.
import { setTimeout as sleep } from "node:timers/promises";
import { Publisher } from "zeromq";

const [burst = "300", size = "100000", endpoint = "tcp://127.0.0.1:5556"] =
  process.argv.slice(2);

const publisher = new Publisher({ sendHighWaterMark: 10, linger: 0 });
process.once("SIGINT", () => process.exit(0));

await publisher.bind(endpoint);
console.log(`news go out on ${endpoint}`);

let number = 0;
async function publish(count: number): Promise<void> {
  const first = number + 1;
  const start = performance.now();
  for (let sent = 0; sent < count; sent += 1) {
    number += 1;
    await publisher.send(String(number).padEnd(Number(size)));
  }
  const took = Math.round(performance.now() - start);
  console.log(
    count > 1
      ? `news ${first} to ${number} at once, in ${took} ms`
      : `news ${number}`,
  );
}

for (;;) {
  for (let quiet = 0; quiet < 4; quiet += 1) {
    await publish(1);
    await sleep(500);
  }
  await publish(Number(burst));
  await sleep(500);
}
