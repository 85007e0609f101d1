// Binds in a function of its own, and ends by throwing out of the loop.
import { Pair } from "zeromq";

const [name = "1", endpoint = "tcp://127.0.0.1:5555"] = process.argv.slice(2);

async function open(): Promise<Pair | null> {
  const pair = new Pair({ linger: 500 });
  const error = await pair.bind(endpoint).then(
    () => null,
    (reason: NodeJS.ErrnoException) => reason,
  );
  if (error === null) return pair;
  pair.close();
  if (error.code === "EADDRINUSE") {
    process.stdout.write(`${name} cannot have ${endpoint}: EADDRINUSE\n`);
    return null;
  }
  throw error;
}

const stop = Promise.withResolvers<null>();
process.once("SIGTERM", () => stop.resolve(null));
process.once("SIGINT", () => stop.resolve(null));
const pair = await open();
if (pair === null) process.exitCode = 1;
else {
  console.log("bound");
  for (;;) {
    const frames = await Promise.race([pair.receive(), stop.promise]);
    if (frames === null) break;
    console.log(name, "<-", frames[0]?.toString("utf8"));
  }
  pair.close();
}
