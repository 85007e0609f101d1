// Takes numbers from the producer and passes each one on to the collector, with
// its own name.
import { setTimeout as sleep } from "node:timers/promises";
import { Pull, Push } from "zeromq";

const [
  name = "1",
  source = "tcp://127.0.0.1:5555",
  sink = "tcp://127.0.0.1:5556",
  // How long the work for one number takes, in ms.
  effort = "0",
] = process.argv.slice(2);

interface Work {
  id: number;
  number: number;
}

const work = new Pull();
// linger: results still unsent at close() have up to 2 s to leave. With 0 they
// would be thrown away.
const results = new Push({ linger: 2_000 });
process.once("SIGINT", () => work.close());

work.connect(source);
results.connect(sink);
console.log(`consumer ${name} waits for numbers from ${source}`);

// Closing the socket ends this loop.
for await (const [message] of work) {
  const { number } = JSON.parse(String(message)) as Work;
  console.log(`consumer ${name} received number ${number}`);
  if (effort !== "0") await sleep(Number(effort));
  // TODO: pass the number on: send { consumer, id, number } as JSON on `results`,
  // with the name of this consumer and the id and number of the message.
}

results.close();
console.log(`consumer ${name} closed`);
