// Asks in a loop, and prints all answers when it has them.
import { Request } from "zeromq";
const c = new Request({ linger: 0 });
process.once("SIGINT", () => c.close());
c.connect("tcp://127.0.0.1:5555");
const lines: string[] = [];
try {
  for (const q of process.argv.slice(2)) {
    await c.send(q);
    lines.push(`${q}: ${await c.receive()}`);
  }
} catch {}
console.log(lines.join("\n"));
c.close();
