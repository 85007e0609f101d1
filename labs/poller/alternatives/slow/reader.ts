// Takes its time before each line, and before it connects.
import { setTimeout as sleep } from "node:timers/promises";
import { Pull, Subscriber } from "zeromq";

const [work = "500", tasksFrom, newsFrom] = process.argv.slice(2);
const tasks = new Pull();
const news = new Subscriber();
const stop = new AbortController();
process.once("SIGINT", () => {
  stop.abort();
  tasks.close();
  news.close();
});
await sleep(500);
news.connect(newsFrom ?? "tcp://127.0.0.1:5556");
news.subscribe();
await sleep(500);
tasks.connect(tasksFrom ?? "tcp://127.0.0.1:5555");

let done = 0;
let heard = 0;
const forNews = (async () => {
  for await (const [text] of news) {
    heard += 1;
    const line = `heard ${String(text)}  tasks ${done}  news ${heard}`;
    console.log(line);
    await sleep(150);
  }
})();
const forTasks = (async () => {
  for await (const [task] of tasks) {
    await sleep(Number(work) + 150, undefined, stop);
    done += 1;
    console.log(`did ${String(task)}  tasks ${done}  news ${heard}`);
  }
})();
const ends = await Promise.allSettled([forNews, forTasks]);
if (!stop.signal.aborted) console.error(ends);
