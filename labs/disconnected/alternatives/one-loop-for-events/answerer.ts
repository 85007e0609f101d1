import { setTimeout as sleep } from "node:timers/promises";
import { Reply } from "zeromq";

const args = process.argv.slice(2);
const answerer = new Reply({ linger: 2_000 });
const stop = new AbortController();
process.once("SIGINT", () => {
  answerer.close();
  stop.abort();
});

async function watch() {
  for await (const { type } of answerer.events) {
    if (type === "handshake") console.log("an asker is there");
    if (type === "disconnect") console.log("the asker has gone");
  }
}

async function serve() {
  let count = 0;
  for await (const [frame] of answerer) {
    console.log(`request ${(count += 1)}: ${String(frame)}`);
    await sleep(Number(args[0] ?? 300), undefined, stop);
    await answerer.send(`number ${count}: ${String(frame)}`);
  }
}

const watching = watch();
answerer.connect(args[1] ?? "tcp://127.0.0.1:5555");
await Promise.all([watching, serve()]).catch((error: unknown) => {
  if (!answerer.closed) throw error;
});
