// Hands out tasks, one every so many ms, until Ctrl+C: node tasks.ts 300
import { setTimeout as sleep } from "node:timers/promises";
import { Push } from "zeromq";

const [every = "300", name = "task", endpoint = "tcp://127.0.0.1:5555"] =
  process.argv.slice(2);

// linger: tasks still unsent at close() are thrown away.
const tasks = new Push({ linger: 0 });
const stop = new AbortController();
process.once("SIGINT", () => {
  tasks.close();
  stop.abort();
});

try {
  await tasks.bind(endpoint);
  console.log(`tasks are handed out at ${endpoint}`);

  for (let number = 1; ; number += 1) {
    // Without a reader it waits here.
    await tasks.send(`${name} ${number}`);
    console.log(`handed out ${name} ${number}`);
    await sleep(Number(every), undefined, stop);
  }
} catch (error) {
  // After Ctrl+C what was waiting ends with an error; any other is a real one.
  if (!stop.signal.aborted) throw error;
}
console.log("tasks closed");
