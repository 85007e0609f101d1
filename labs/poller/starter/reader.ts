// Does tasks one after the other, and prints news as soon as they come, until
// Ctrl+C.
import { setTimeout as sleep } from "node:timers/promises";
import { Pull, Subscriber } from "zeromq";

// How long a task takes, in ms.
const [
  work = "500",
  tasksFrom = "tcp://127.0.0.1:5555",
  newsFrom = "tcp://127.0.0.1:5556",
] = process.argv.slice(2);

const tasks = new Pull();
const news = new Subscriber();
const stop = new AbortController();
process.once("SIGINT", () => {
  tasks.close();
  news.close();
  stop.abort();
});

let done = 0;
let heard = 0;

async function readBoth() {
  // Closing the socket ends this loop.
  for await (const [task] of tasks) {
    await sleep(Number(work), undefined, stop);
    done += 1;
    console.log(`did ${String(task)}  tasks ${done}  news ${heard}`);

    // TODO: give the news a loop of their own. Here they have to wait for a task,
    // and the next task has to wait for news.
    const [text] = await news.receive();
    heard += 1;
    console.log(`heard ${String(text)}  tasks ${done}  news ${heard}`);
  }
}

tasks.connect(tasksFrom);
news.connect(newsFrom);
news.subscribe();
console.log(`reader does tasks from ${tasksFrom}, and hears ${newsFrom}`);

try {
  // TODO: run both loops at the same time, and wait until both have ended.
  await readBoth();
} catch (error) {
  // Ctrl+C in the middle of a task ends it with an error; any other is a real one.
  if (!stop.signal.aborted) throw error;
}
console.log("reader closed");
