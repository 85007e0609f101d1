// How not to do it: begins to receive on both sockets, prints what comes first, and
// begins again. Run it in place of the reader: node race.ts, or node race.ts retry
import { setTimeout as sleep } from "node:timers/promises";
import { Pull, Subscriber } from "zeromq";

// What it does after an error: "stop", or "retry" half a second later.
const [then = "stop"] = process.argv.slice(2);

const tasks = new Pull();
const news = new Subscriber();
tasks.connect("tcp://127.0.0.1:5555");
news.connect("tcp://127.0.0.1:5556");
news.subscribe();
console.log("race waits for tasks and news");

// No close() here: each receive that was left behind would fail then.
process.once("SIGINT", () => process.exit());

for (;;) {
  try {
    const [message] = await Promise.race([tasks.receive(), news.receive()]);
    console.log(`race received ${String(message)}`);
  } catch (error) {
    const { code = "", message } = error as NodeJS.ErrnoException;
    console.log(`${code}: ${message}`);
    if (then !== "retry") process.exit();
    await sleep(500);
  }
}
