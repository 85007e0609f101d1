// Thinks for half a second about each of the first news.
import { setTimeout as sleep } from "node:timers/promises";
import { Subscriber } from "zeromq";

const [work = "30", endpoint = "tcp://127.0.0.1:5556"] = process.argv.slice(2);
const reader = new Subscriber();
let closed = false;
process.on("SIGINT", () => {
  closed = true;
  reader.close();
});
await sleep(500);
reader.subscribe();
reader.connect(endpoint);

let [received, missed, last] = [0, 0, NaN];
for await (const [frame] of reader) {
  const news = Number(String(frame).trim());
  if (received < 10) await sleep(500);
  received += 1;
  if (!Number.isNaN(last)) missed += news - (last + 1);
  last = news;
  console.log({ news, received, missed });
  if (closed) break;
  await sleep(Number(work));
}
