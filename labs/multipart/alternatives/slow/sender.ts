// Waits before it connects, before it sends, and before it leaves.
import { setTimeout as sleep } from "node:timers/promises";
import { Push } from "zeromq";

const [endpoint = "tcp://127.0.0.1:5555", name = "", note = "", ...things] =
  process.argv.slice(2);
await sleep(500);
const sender = new Push();
sender.connect(endpoint);
await sleep(700);
await sender.send(
  [Buffer.from(name), Buffer.from(note)].concat(
    things.map((thing) => Buffer.from(thing, "hex")),
  ),
);
await sleep(500);
sender.close();
