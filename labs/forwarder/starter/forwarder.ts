// Brings what publishers publish to subscribers, and what subscribers want to
// publishers, until Ctrl+C.
import { Publisher, Subscriber } from "zeromq";

const [
  publishers = "tcp://127.0.0.1:5555",
  subscribers = "tcp://127.0.0.1:5556",
] = process.argv.slice(2);

// TODO: SUB and PUB keep subscriptions to themselves. Take XSUB and XPUB.
const front = new Subscriber();
// linger: updates still unsent at close() are thrown away.
const back = new Publisher({ linger: 0 });
process.once("SIGINT", () => {
  front.close();
  back.close();
});

front.subscribe("");
await back.bind(subscribers);
await front.bind(publishers);
console.log(`forwarder waits for subscribers on ${subscribers}`);
console.log(`forwarder waits for publishers on ${publishers}`);

// TODO: bring what comes from `back` to `front`, at the same time as this, or let
// a Proxy do both.
for await (const frames of front) await back.send(frames);
console.log("forwarder closed");
