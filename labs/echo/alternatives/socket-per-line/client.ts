// A socket for each line. One AbortController ends whatever waits.
import { createInterface } from "node:readline";
import { Request } from "zeromq";
import { setTimeout as sleep } from "node:timers/promises";
const [ep = "tcp://127.0.0.1:5555", ...words] = process.argv.slice(2);
const ac = new AbortController();
process.on("SIGINT", () => ac.abort());
async function ask(t: string) {
  const c = new Request({ linger: 0 });
  ac.signal.addEventListener("abort", () => c.close());
  try {
    c.connect(ep);
    await c.send(t);
    console.log((await c.receive()).toString());
  } finally {
    c.close();
  }
}
const main = async () => {
  if (words.length) return ask(words.join(" "));
  const i = createInterface({
    input: process.stdin,
    signal: ac.signal,
    crlfDelay: Infinity,
  });
  for await (const l of i) {
    if (l.toLowerCase() === "quit") break;
    await ask(l);
    await sleep(500);
  }
  i.close();
};
main().catch((e) => {
  if (!ac.signal.aborted) {
    console.error(e);
    process.exitCode = 1;
  }
});
