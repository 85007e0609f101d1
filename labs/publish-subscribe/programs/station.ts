// A weather station: it publishes one measurement after another, and does not
// know who is listening.
import { setTimeout as sleep } from "node:timers/promises";
import { Publisher } from "zeromq";

// The port it binds, and how long it rests after each measurement, in ms.
const [port = "5555", rest = "100"] = process.argv.slice(2);

// linger: measurements still unsent at close() are thrown away. Nobody wants
// yesterday's weather.
const station = new Publisher({ linger: 0 });
process.once("SIGINT", () => station.close());

await station.bind(`tcp://127.0.0.1:${port}`);
console.log(`station ${port} publishes on tcp://127.0.0.1:${port}`);

// The last one begins as the third does: a prefix of bytes is not a word.
const places = ["9999", "10000", "10001", "10002", "10003", "100012"];

let published = 0;
while (!station.closed) {
  const place = places[randomInteger(0, places.length - 1)];
  const temperature = randomInteger(-80, 134);
  // Subscribers filter by the first bytes of a message: the place comes first.
  await station.send(`${place} ${temperature} ${port}`);
  published += 1;
  if (published % 20 === 0)
    console.log(`station ${port} has published ${published} measurements`);
  await sleep(Number(rest));
}

console.log(`station ${port} closed`);

/** A random whole number from `least` to `most`, both included. */
function randomInteger(least: number, most: number): number {
  return least + Math.floor(Math.random() * (most - least + 1));
}
