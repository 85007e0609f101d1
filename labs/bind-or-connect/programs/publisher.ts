// Publishes the numbers 1 to 30, one every 100 ms, and ends:
// node publisher.ts connect, or node publisher.ts bind
import { setTimeout as sleep } from "node:timers/promises";
import { Publisher } from "zeromq";

const [action = "connect", endpoint = "tcp://127.0.0.1:5556"] =
  process.argv.slice(2);

// linger: numbers still unsent at close() have up to 1 s to leave.
const publisher = new Publisher({ linger: 1_000 });
process.once("SIGINT", () => publisher.close());

if (action === "bind") await publisher.bind(endpoint);
else publisher.connect(endpoint);
console.log(`publisher: ${action} ${endpoint}`);

for (let number = 1; number <= 30 && !publisher.closed; number += 1) {
  await publisher.send(String(number));
  if (number % 10 === 0) console.log(`publisher has sent ${number} numbers`);
  await sleep(100);
}
publisher.close();
console.log("publisher closed");
