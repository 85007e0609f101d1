// Does one task after the other, until Ctrl+C. Each takes `work` ms.
import { setTimeout as sleep } from "node:timers/promises";
import { Pull } from "zeromq";

const [name = "1", work = "100", endpoint = "tcp://127.0.0.1:5556"] =
  process.argv.slice(2);

const tasks = new Pull();
const stop = new AbortController();
process.once("SIGINT", () => {
  tasks.close();
  stop.abort();
});

try {
  tasks.connect(endpoint);
  console.log(`worker ${name} takes tasks from ${endpoint}`);

  let count = 0;
  for await (const [task, data] of tasks) {
    await sleep(Number(work), undefined, stop);
    count += 1;
    console.log(
      `worker ${name} did ${String(task)}, ${data?.length ?? 0} bytes  count ${count}`,
    );
  }
} catch (error) {
  // After Ctrl+C what was waiting ends with an error; any other is a real one.
  if (!tasks.closed) throw error;
}
console.log(`worker ${name} closed`);
