import { setTimeout as sleep } from "node:timers/promises";
import { Pull } from "zeromq";

const [, work, ...given] = process.argv.slice(2);
const tasks = new Pull();
const stop = new AbortController();
process.once("SIGINT", () => {
  tasks.close();
  stop.abort();
});
const defaults = ["tcp://127.0.0.1:5555", "tcp://127.0.0.1:5556"];
try {
  for (const endpoint of given.length > 0 ? given : defaults) {
    await sleep(300, undefined, stop);
    tasks.connect(endpoint);
  }
  const done: string[] = [];
  for await (const [message] of tasks) {
    await sleep(Number(work) + 100, undefined, stop);
    const [manager = ""] = String(message).split("-");
    done.push(manager);
    const count = done.filter((each) => each === manager).length;
    console.log(`${String(message)}\nmanager ${manager} count ${count}`);
  }
} catch (error) {
  if (!tasks.closed) throw error;
}
