// Looks five times a second whether something has come, and never waits longer.
import { Pull } from "zeromq";

const [endpoint = "tcp://127.0.0.1:5555"] = process.argv.slice(2);
const receiver = new Pull({ receiveTimeout: 200 });
process.once("SIGINT", () => receiver.close());
receiver.events.on("handshake", () => console.log("somebody is there"));
await receiver.bind(endpoint);

let count = 0;
while (!receiver.closed) {
  const frames = await receiver.receive().catch(() => []);
  if (frames.length === 0) continue;
  count += 1;
  const [name = "", note = ""] = frames.map(String);
  const things = frames.slice(2);
  for (const [index, thing] of things.entries())
    console.error(
      `thing ${index + 1} of parcel ${count}: bytes ${thing.length}, hex ${thing.toString("hex")}`,
    );
  console.error(`${things.length} things for ${name} in ${count}: ${note}`);
}
