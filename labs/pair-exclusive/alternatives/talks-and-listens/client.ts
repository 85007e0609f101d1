// Asks and listens at the same time, and counts its handshakes.
import { setTimeout as sleep } from "node:timers/promises";
import { Pair } from "zeromq";

const [name = "A", endpoint = "tcp://127.0.0.1:5555", rest = "1000"] =
  process.argv.slice(2);
const pair = new Pair({ linger: 0 });
const stop = new AbortController();
process.once("SIGINT", () => {
  stop.abort();
  pair.close();
});
let handshakes = 0;
pair.events.on("handshake", ({ address }) => {
  handshakes += 1;
  console.log(`${name}: handshake complete (${handshakes}, ${address})`);
});
pair.connect(endpoint);

async function talk() {
  for (let number = 1; number <= 5; number += 1) {
    await pair.send(`${number}: ${name}?`);
    await sleep(Number(rest), null, { signal: stop.signal });
  }
}
async function listen() {
  let left = 5;
  for await (const frames of pair) {
    console.log(frames.toString());
    left -= 1;
    if (left === 0) break;
  }
}
try {
  await Promise.all([talk(), listen()]);
} catch (error) {
  if (!pair.closed) throw error;
}
pair.close();
