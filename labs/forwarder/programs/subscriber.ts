// Prints the updates that begin with one of its topics, until Ctrl+C:
// node subscriber.ts 1 rain wind
import { Subscriber } from "zeromq";

const [name = "1", ...topics] = process.argv.slice(2);
const endpoint = "tcp://127.0.0.1:5556";

const updates = new Subscriber();
process.once("SIGINT", () => updates.close());

updates.connect(endpoint);
for (const topic of topics) updates.subscribe(topic);
console.log(`subscriber ${name} wants ${topics.join(" and ")}`);

// Closing the socket ends this loop.
for await (const [topic, round] of updates)
  console.log(`subscriber ${name}: ${String(topic)}, round ${String(round)}`);
console.log(`subscriber ${name} closed`);
