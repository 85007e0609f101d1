// Subscribes to everything, is busy with something else for a while, and only
// then receives: node subscriber.ts bind 1500
import { setTimeout as sleep } from "node:timers/promises";
import { Subscriber } from "zeromq";

const [action = "bind", busy = "1500", endpoint = "tcp://127.0.0.1:5556"] =
  process.argv.slice(2);

const subscriber = new Subscriber();
// Before bind() and connect(), so that no event is missed.
const { events } = subscriber;
const stop = new AbortController();
process.once("SIGINT", () => {
  subscriber.close();
  stop.abort();
});

subscriber.subscribe("");
if (action === "bind") await subscriber.bind(endpoint);
else subscriber.connect(endpoint);
console.log(`subscriber: ${action} ${endpoint}`);

// From the moment that the other side is there, it is busy.
for await (const event of events) {
  if (event.type !== "handshake") continue;
  console.log(`subscriber is connected, and busy for ${busy} ms`);
  await sleep(Number(busy), undefined, stop).catch(() => {});
  break;
}

const numbers: string[] = [];
// Closing the socket ends this loop.
for await (const [message] of subscriber) {
  numbers.push(String(message));
  if (numbers.length === 1)
    console.log(`first number received: ${String(message)}`);
  if (String(message) === "30") break;
}
console.log(`subscriber received ${numbers.length} of 30 numbers`);
subscriber.close();
