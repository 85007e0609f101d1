// Reads the news, slowly, and counts what it has missed, until Ctrl+C.
import { setTimeout as sleep } from "node:timers/promises";
import { Subscriber } from "zeromq";

const [work = "30", endpoint = "tcp://127.0.0.1:5556"] = process.argv.slice(2);

const reader = new Subscriber({ receiveHighWaterMark: 10 });
process.once("SIGINT", () => reader.close());
reader.subscribe();
reader.connect(endpoint);
console.log(`reader waits for news from ${endpoint}`);

let received = 0;
let missed = 0;
// Closing the socket ends this loop.
for await (const [frame] of reader) {
  const number = Number(String(frame));
  received += 1;
  // TODO: count the news that are missing between the last one and this one.
  console.log(`news ${number}  received ${received}  missed ${missed}`);
  await sleep(Number(work));
}
console.log("reader closed");
