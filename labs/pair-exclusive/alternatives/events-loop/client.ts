// Reads its socket's events one by one, beside its questions.
import { Pair } from "zeromq";

const [name, endpoint] = process.argv.slice(2);
const pair = new Pair();
pair.linger = 0;
process.once("SIGINT", () => pair.close());

async function watch() {
  for await (const event of pair.events) {
    console.log(
      `${name}: ${event.type}${event.type === "handshake" ? " complete" : ""}`,
    );
  }
}
async function ask() {
  for (const number of [1, 2, 3, 4, 5]) await pair.send([`${name}/${number}`]);
  for (let left = 5; left > 0; left--)
    console.log((await pair.receive()).join());
}

const watching = watch();
pair.connect(endpoint ?? "tcp://127.0.0.1:5555");
await ask().catch((error: unknown) => {
  if (!pair.closed) throw error;
});
pair.close();
await watching;
