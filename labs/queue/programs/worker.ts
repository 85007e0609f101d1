// Does one request after the other, until Ctrl+C. Each takes `work` ms.
import { setTimeout as sleep } from "node:timers/promises";
import { Reply } from "zeromq";

const [name = "worker-1", work = "100", endpoint = "tcp://127.0.0.1:5556"] =
  process.argv.slice(2);

// linger: a reply still unsent at close() has up to 2 s to leave.
const worker = new Reply({ linger: 2_000 });
const stop = new AbortController();
process.once("SIGINT", () => {
  worker.close();
  stop.abort();
});

try {
  worker.connect(endpoint);
  console.log(`${name} waits for work from ${endpoint}`);

  let count = 0;
  for await (const [frame] of worker) {
    const request = String(frame);
    await sleep(Number(work), undefined, { signal: stop.signal });
    await worker.send(`${name} did ${request}`);
    count += 1;
    console.log(`${name} did ${request}  count ${count}`);
  }
} catch (error) {
  // After Ctrl+C what was waiting ends with an error; any other is a real one.
  if (!worker.closed) throw error;
}
console.log(`${name} closed`);
