// Listens to two weather stations at once, and keeps count, sum and average of
// one place for each of their ports.
import { Subscriber } from "zeromq";

const [host = "127.0.0.1", ...given] = process.argv.slice(2);
const ports = given.length > 0 ? given : ["5555", "5556"];

// Count and sum so far, for each port.
const totals = new Map<string, { count: number; sum: number }>();

const weather = new Subscriber();
process.once("SIGINT", () => weather.close());

// TODO: connect to every port, not only to the first one.
weather.connect(`tcp://${host}:${ports[0]}`);
// TODO: subscribe to place 10001 and to nothing else.
console.log(`subscriber listens to ${ports.join(" and ")} on ${host}`);

// Closing the socket ends this loop.
for await (const [message] of weather) {
  // "<place> <temperature> <port>", such as "10001 57 5555".
  const [, temperature, port = ""] = String(message).split(" ");
  // TODO: add one to the count and the temperature to the sum of this port in
  // `totals`, and print a line such as
  // port 5555  count 3  sum 120  average 40.0
  console.log(`a measurement of ${temperature} degrees from port ${port}`);
}

console.log(`subscriber closed after hearing ${totals.size} ports`);
