// A race that eats nothing: the receive that has lost is kept for the next round.
import { setTimeout as sleep } from "node:timers/promises";
import * as zmq from "zeromq";

const [, , work, ...from] = process.argv;
const tasks = new zmq.Pull();
const news = new zmq.Subscriber();
let open = true;
process.on("SIGINT", () => {
  open = false;
  tasks.close();
  news.close();
});
tasks.connect(from[0] ?? "tcp://127.0.0.1:5555");
news.connect(from[1] ?? "tcp://127.0.0.1:5556");
news.subscribe("");

const counts = { tasks: 0, news: 0 };
const next = {
  tasks: async () => {
    const [task] = await tasks.receive();
    const done = sleep(Number(work ?? 500), undefined, { ref: false });
    // Keeps the program while it works, and lets it go on Ctrl+C.
    while (open && (await Promise.race([done, sleep(50, true)])));
    return { which: "tasks", text: task?.toString() } as const;
  },
  news: async () => {
    const [text] = await news.receive();
    return { which: "news", text: text?.toString() } as const;
  },
};
const pending = { tasks: next.tasks(), news: next.news() };
try {
  while (open) {
    const { which, text } = await Promise.race([pending.tasks, pending.news]);
    if (!open) break;
    counts[which] += 1;
    console.log(JSON.stringify({ text, ...counts }));
    if (which === "tasks") pending.tasks = next.tasks();
    else pending.news = next.news();
  }
} catch (error) {
  if (open) throw error;
}
await Promise.allSettled([pending.tasks, pending.news]);
