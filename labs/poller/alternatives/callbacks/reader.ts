// No loop and no await: each message asks for the next one.
import { Pull, Subscriber } from "zeromq";

const work = Number(process.argv[2] ?? 500);
const tasks = new Pull();
const news = new Subscriber();
let timer: NodeJS.Timeout | undefined;
process.on("SIGINT", () => {
  clearTimeout(timer);
  tasks.close();
  news.close();
});

const counts = { task: 0, news: 0 };
function count(which: "task" | "news", message: Buffer[]) {
  counts[which] += 1;
  console.log(
    `Tasks: ${counts.task}  News: ${counts.news}  ${message.join(" ")}`,
  );
}
function nextTask() {
  tasks.receive().then(
    (message) => {
      console.log(`begins ${message.join(" ")}`);
      timer = setTimeout(() => {
        count("task", message);
        nextTask();
      }, work);
    },
    () => undefined,
  );
}
function nextNews() {
  news.receive().then(
    (message) => {
      count("news", message);
      nextNews();
    },
    () => undefined,
  );
}
tasks.connect(process.argv[3] ?? "tcp://127.0.0.1:5555");
news.connect(process.argv[4] ?? "tcp://127.0.0.1:5556");
news.subscribe();
nextTask();
nextNews();
