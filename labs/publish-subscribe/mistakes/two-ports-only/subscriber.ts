// Listens to two weather stations at once, and keeps count, sum and average of
// one place for each of their ports.
import { Subscriber } from "zeromq";

const [host = "127.0.0.1", ...given] = process.argv.slice(2);
const ports = given.length > 0 ? given : ["5555", "5556"];

// Count and sum so far, for each port.
const totals = new Map<string, { count: number; sum: number }>();

const weather = new Subscriber();
process.once("SIGINT", () => weather.close());

weather.connect(`tcp://${host}:${ports[0]}`);
weather.connect(`tcp://${host}:${ports[1]}`);
// A subscription is a prefix of bytes, not a word: the space keeps 100012 out.
weather.subscribe("10001 ");
console.log(`subscriber listens to ${ports.join(" and ")} on ${host}`);

// Closing the socket ends this loop.
for await (const [message] of weather) {
  // "<place> <temperature> <port>", such as "10001 57 5555".
  const [, temperature, port = ""] = String(message).split(" ");
  const { count, sum } = totals.get(port) ?? { count: 0, sum: 0 };
  const total = { count: count + 1, sum: sum + Number(temperature) };
  totals.set(port, total);
  const average = (total.sum / total.count).toFixed(1);
  console.log(
    `port ${port}  count ${total.count}  sum ${total.sum}  average ${average}`,
  );
}

console.log(`subscriber closed after hearing ${totals.size} ports`);
