// A lock by hand: who comes later waits for the promise of who came before.
import { Request } from "zeromq";
const c = new Request({ linger: 0 });
process.once("SIGINT", () => c.close());
c.connect("tcp://127.0.0.1:5555");
let last: Promise<void> | undefined;
async function ask(q: string): Promise<string> {
  const before = last;
  let done!: () => void;
  last = new Promise<void>((r) => (done = r));
  await before;
  try {
    await c.send(q);
    return (await c.receive()).toString();
  } finally {
    done();
  }
}
await Promise.all(
  process.argv
    .slice(2)
    .map(async (q) => console.log(`Q ${q} A ${await ask(q).catch(() => "-")}`)),
);
c.close();
