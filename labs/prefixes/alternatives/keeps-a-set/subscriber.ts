// Keeps what it wants in a set, and makes the subscriptions anew at each change.
import { Subscriber } from "zeromq";

const [endpoint = "tcp://127.0.0.1:5555", ...given] = process.argv.slice(2);
const wanted = new Set(given);
const updates = new Subscriber();
process.once("SIGINT", () => {
  updates.close();
  process.stdin.destroy();
});

function change(edit: () => void): void {
  for (const each of wanted) updates.unsubscribe(each);
  edit();
  for (const each of wanted) updates.subscribe(each);
}

for (const each of wanted) updates.subscribe(each);
updates.connect(endpoint);

let rest = "";
process.stdin.setEncoding("utf8").on("data", (text: string) => {
  const lines = (rest + text).split("\n");
  rest = lines.pop() ?? "";
  for (const line of lines) {
    if (line[0] === "+") change(() => wanted.add(line.slice(1)));
    if (line[0] === "-") change(() => wanted.delete(line.slice(1)));
    console.log(`now ${wanted.size} subscriptions`);
  }
});

for await (const [frame] of updates) process.stdout.write(`${String(frame)}\n`);
