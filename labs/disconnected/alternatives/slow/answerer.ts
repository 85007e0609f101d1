// Thinks for a while before everything it does.
import { setTimeout as sleep } from "node:timers/promises";
import { Reply } from "zeromq";

const [work = "300", endpoint = "tcp://127.0.0.1:5555"] = process.argv.slice(2);
const answerer = new Reply({ linger: 2_000, reconnectInterval: 500 });
process.once("SIGINT", () => answerer.close());
answerer.events.on("handshake", () => {
  setTimeout(() => console.log("an asker is there"), 400);
});
answerer.events.on("disconnect", () => {
  setTimeout(() => console.log("the asker has gone"), 800);
});
await sleep(700);
if (!answerer.closed) answerer.connect(endpoint);

const requests: string[] = [];
try {
  for await (const frames of answerer) {
    requests.push(frames.join(""));
    console.log(requests.at(-1));
    await sleep(Number(work) + 200);
    await answerer.send([`${requests.length}: ${requests.at(-1) ?? ""}`]);
  }
} catch (error) {
  if (!answerer.closed) throw error;
}
