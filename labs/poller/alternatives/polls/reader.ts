// Looks at both sockets again and again, and leaves the work to a queue of its own.
import { setTimeout as sleep } from "node:timers/promises";
import { Pull, Subscriber } from "zeromq";

const [work = "500", ...endpoints] = process.argv.slice(2);
const tasks = new Pull({ receiveTimeout: 0 });
const news = new Subscriber({ receiveTimeout: 0 });
const stop = new AbortController();
process.once("SIGINT", () => {
  stop.abort();
});
tasks.connect(endpoints[0] ?? "tcp://127.0.0.1:5555");
news.connect(endpoints[1] ?? "tcp://127.0.0.1:5556");
news.subscribe();

let [done, heard] = [0, 0];
let queue = Promise.resolve();
const ignore = () => undefined;
while (!stop.signal.aborted) {
  const [task] = await tasks.receive().catch(() => []);
  if (task)
    queue = queue
      .then(() => sleep(Number(work), undefined, stop))
      .then(() => {
        done += 1;
        console.log(`${String(task)} is done: tasks=${done}, news=${heard}`);
      });
  queue.catch(ignore);
  const [text] = await news.receive().catch(() => []);
  if (text) {
    heard += 1;
    console.log(`${String(text)}! tasks=${done}, news=${heard}`);
  }
  if (!task && !text) await sleep(30);
}
tasks.close();
news.close();
