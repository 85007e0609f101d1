// Is there, and never receives, until Ctrl+C.
import { setTimeout as sleep } from "node:timers/promises";
import { Pull } from "zeromq";

const [receiveMark = "10", endpoint = "tcp://127.0.0.1:5555"] =
  process.argv.slice(2);

const idle = new Pull({ receiveHighWaterMark: Number(receiveMark) });
process.once("SIGINT", () => process.exit(0));

await idle.bind(endpoint);
console.log(`idle is there on ${endpoint}, and does not receive`);
for (;;) await sleep(60_000);
