// What an inproc endpoint needs: tried in this one process.
import { Context, Pull, Push } from "zeromq";

const here = new Context();
const elsewhere = new Context();

/** One side connects and sends, and only then the other side binds and receives. */
async function tryIt(what: string, pushContext: Context, pullContext: Context) {
  const push = new Push({ context: pushContext, linger: 0 });
  const pull = new Pull({ context: pullContext, receiveTimeout: 1_000 });
  push.connect("inproc://somewhere");
  await push.send("hello");
  await pull.bind("inproc://somewhere");
  try {
    const [frame] = await pull.receive();
    console.log(`${what}: received ${String(frame)}`);
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    console.log(`${what}: nothing came in 1 s (${code})`);
  }
  push.close();
  await pull.unbind("inproc://somewhere");
  pull.close();
}

await tryIt("connected first, in one context", here, here);
await tryIt("connected first, in two contexts", here, elsewhere);
console.log("order closed");
