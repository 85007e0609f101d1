import { Pull } from "zeromq";

const [, work, ...given] = process.argv.slice(2);
const pull = new Pull();
pull.connect(given[0] ?? "tcp://127.0.0.1:5555");
if (given.length === 0) pull.connect("tcp://127.0.0.1:5556");
given.slice(1).forEach((endpoint) => pull.connect(endpoint));

const done: Record<string, string[]> = {};
let wake = (): void => undefined;
let stopped = false;
process.on("SIGINT", () => {
  stopped = true;
  pull.close();
  wake();
});

while (!stopped) {
  const frames = await pull.receive().catch(() => undefined);
  if (!frames) break;
  const task = String(frames[0]);
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, Number(work));
    wake = () => {
      clearTimeout(timer);
      resolve();
    };
  });
  if (stopped) break;
  const name = task.slice(0, task.indexOf("-"));
  (done[name] ??= []).push(task);
  console.log(`Manager: ${name}, count = ${done[name].length} (${task})`);
}
