// Publishes an update about each of its topics in every round, until Ctrl+C, and
// prints who asks for what: node publisher.ts north 1000 rain wind
import { setTimeout as sleep } from "node:timers/promises";
import { XPublisher } from "zeromq";

const [name = "north", pause = "1000", ...given] = process.argv.slice(2);
const topics = given.length > 0 ? given : ["rain", "wind"];
const endpoint = "tcp://127.0.0.1:5555";

// XPUB publishes as PUB does, and receives the subscriptions as messages.
// linger: updates still unsent at close() are thrown away.
const updates = new XPublisher({ linger: 0 });
const stop = new AbortController();
process.once("SIGINT", () => {
  updates.close();
  stop.abort();
});

updates.connect(endpoint);
console.log(`publisher ${name} publishes ${topics.join(" and ")}`);
await Promise.all([hear(), publish()]);
console.log(`publisher ${name} closed`);

async function hear(): Promise<void> {
  // Closing the socket ends this loop.
  for await (const [message] of updates) {
    const verb = message?.[0] === 1 ? "subscribe" : "unsubscribe";
    const topic = String(message?.subarray(1));
    console.log(`publisher ${name} hears: ${verb} "${topic}"`);
  }
}

async function publish(): Promise<void> {
  for (let round = 1; !updates.closed; round += 1) {
    for (const topic of topics)
      await updates.send([`${topic} ${name}`, String(round)]);
    await sleep(Number(pause), undefined, stop).catch(() => {});
  }
}
