// Deals messages of 1 KB to two consumers, as fast as it can, and prints how
// many each of them was dealt: node dealing.ts 100000
import { setTimeout as sleep } from "node:timers/promises";
import { Pull, Push } from "zeromq";

const [count = "1000"] = process.argv.slice(2);

const dealer = new Push();
const fast = new Pull();
const slow = new Pull();

// Both are there before the first message is dealt.
const ready = handshakes(2);
await dealer.bind("tcp://127.0.0.1:*");
for (const consumer of [fast, slow])
  consumer.connect(dealer.lastEndpoint ?? "");
await ready;

let dealing = true;
let left = Number(count);
const received = Promise.all([consume(fast, 0), consume(slow, 5)]);
for (let number = 1; number <= Number(count); number += 1)
  await dealer.send("x".repeat(1000));
dealing = false;

const [byFast, bySlow] = await received;
console.log(`of ${count} messages: fast ${byFast}  slow ${bySlow}`);
dealer.close();

/** Counts what comes. As long as there is more to deal, each message takes `work` ms. */
async function consume(consumer: Pull, work: number): Promise<number> {
  let messages = 0;
  for await (const message of consumer) {
    messages += message.length;
    left -= 1;
    if (left === 0) [fast, slow].forEach((each) => each.close());
    else if (dealing && work > 0) await sleep(work);
  }
  return messages;
}

/** Resolves once so many consumers have completed the ZeroMQ handshake. */
async function handshakes(wanted: number): Promise<void> {
  let seen = 0;
  for await (const event of dealer.events) {
    if (event.type === "handshake") seen += 1;
    if (seen === wanted) return;
  }
}
