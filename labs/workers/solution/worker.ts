// Does the tasks of all its managers, one after the other, until Ctrl+C. Each
// task takes `work` ms.
import { setTimeout as sleep } from "node:timers/promises";
import { Pull } from "zeromq";

const [name = "1", work = "30", ...given] = process.argv.slice(2);
const managers =
  given.length > 0 ? given : ["tcp://127.0.0.1:5555", "tcp://127.0.0.1:5556"];

// How many tasks it has done, for each manager by its name.
const counts = new Map<string, number>();

const tasks = new Pull();
const stop = new AbortController();
process.once("SIGINT", () => {
  tasks.close();
  stop.abort();
});

for (const endpoint of managers) tasks.connect(endpoint);
console.log(`worker ${name} takes tasks from ${managers.join(" and ")}`);

try {
  let began: number | undefined;
  // Closing the socket ends this loop.
  for await (const [message] of tasks) {
    began ??= performance.now();
    const task = String(message);
    await sleep(Number(work), undefined, stop);

    const [manager = ""] = task.split("-");
    const count = (counts.get(manager) ?? 0) + 1;
    counts.set(manager, count);
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    console.log(
      `did ${task}  manager ${manager}  count ${count}  at ${seconds} s`,
    );
  }
} catch (error) {
  // After Ctrl+C what was waiting ends with an error; any other is a real one.
  if (!tasks.closed) throw error;
}
console.log(`worker ${name} closed`);
