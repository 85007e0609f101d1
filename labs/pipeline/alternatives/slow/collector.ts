// Collects the results of all consumers and keeps a count and a sum for each.
import { Pull } from "zeromq";

const [endpoint = "tcp://127.0.0.1:5556"] = process.argv.slice(2);

interface Result {
  consumer: string;
  id: number;
  number: number;
}

// Count and sum so far, for each consumer by its name.
const totals = new Map<string, { count: number; sum: number }>();

const results = new Pull();
process.once("SIGINT", () => results.close());

await results.bind(endpoint);
console.log(`collector waits for results on ${endpoint}`);

// Closing the socket ends this loop.
for await (const [message] of results) {
  const { consumer, number } = JSON.parse(String(message)) as Result;
  await new Promise((resolve) => setTimeout(resolve, 100));
  const { count, sum } = totals.get(consumer) ?? { count: 0, sum: 0 };
  const total = { count: count + 1, sum: sum + number };
  totals.set(consumer, total);
  console.log(`consumer ${consumer}  count ${total.count}  sum ${total.sum}`);
}

let count = 0;
let sum = 0;
for (const total of totals.values()) {
  count += total.count;
  sum += total.sum;
}
console.log(`total  count ${count}  sum ${sum}`);
console.log("collector closed");
