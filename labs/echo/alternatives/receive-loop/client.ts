// Replies come in a loop of their own; a function asks for the next line.
import { createInterface } from "node:readline/promises";
import { Request } from "zeromq";

const [endpoint, ...words] = process.argv.slice(2);
const rl = createInterface({ input: process.stdin });
const req = new Request({ linger: 0 });
const end = () => {
  rl.close();
  req.close();
};
process.on("SIGINT", end);
req.connect(endpoint ?? "tcp://127.0.0.1:5555");

const typed = rl[Symbol.asyncIterator]();
let open = words.length === 0;
async function next(): Promise<string | null> {
  if (words.length > 0) return words.splice(0).join(" ");
  if (!open) return null;
  const { value, done } = await typed.next();
  return done || /^\s*quit\s*$/i.test(value as string) ? null : value;
}

const first = await next();
if (first !== null && !req.closed) {
  await req.send(first);
  for await (const [reply] of req) {
    process.stdout.write(`< ${reply}\n`);
    const line = await next();
    if (line === null || req.closed) break;
    await req.send(line);
  }
}
end();
