// Publishes an update about each of the topics 1, 2 and 10 in every round, until
// Ctrl+C. It prints who asks for what, and how many bytes leave for whom.
import { connect, createServer, type Socket } from "node:net";
import { pipeline } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { XPublisher } from "zeromq";

// The port, and how long a round takes, in ms.
const [port = "5555", pause = "1000"] = process.argv.slice(2);

// XPUB publishes as PUB does, and receives the subscriptions as messages.
// linger: updates still unsent at close() are thrown away.
const publisher = new XPublisher({ linger: 0 });
await publisher.bind("tcp://127.0.0.1:*");
const inner = Number(publisher.lastEndpoint?.split(":").at(-1));

// Subscribers reach it through a meter, which passes on all bytes as they are,
// and counts those that go to each subscriber.
const subscribers: Socket[] = [];
const meter = createServer((subscriber) => {
  subscribers.push(subscriber);
  pipeline(subscriber, connect(inner, "127.0.0.1"), subscriber, () => {});
});
meter.listen(Number(port), "127.0.0.1", () => {
  console.log(`publisher publishes on tcp://127.0.0.1:${port}`);
});

const stop = new AbortController();
process.once("SIGINT", () => {
  publisher.close();
  meter.close();
  stop.abort();
});

await Promise.all([hear(), publish()]);
console.log("publisher closed");

async function hear(): Promise<void> {
  for await (const [message] of publisher) {
    const verb = message?.[0] === 1 ? "subscribe" : "unsubscribe";
    console.log(`publisher hears: ${verb} "${String(message?.subarray(1))}"`);
  }
}

async function publish(): Promise<void> {
  for (let round = 1; !publisher.closed; round += 1) {
    const before = subscribers.map((each) => each.bytesWritten);
    for (const topic of ["1", "2", "10"])
      await publisher.send(`${topic}-Update ${round}`);
    await sleep(Number(pause), undefined, stop).catch(() => {});
    const left = subscribers.map(
      (each, index) =>
        `  subscriber ${index + 1}: ${each.bytesWritten - (before[index] ?? 0)} bytes`,
    );
    console.log(`round ${round}${left.join("")}`);
  }
}
