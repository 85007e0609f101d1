// Receives parcels, and prints what is in them, until Ctrl+C.
import { Pull } from "zeromq";

const [endpoint = "tcp://127.0.0.1:5555"] = process.argv.slice(2);

const receiver = new Pull();
process.once("SIGINT", () => receiver.close());

await receiver.bind(endpoint);
console.log(`receiver waits for parcels on ${endpoint}`);

let count = 0;
// Closing the socket ends this loop.
for await (const [name, note, ...things] of receiver) {
  count += 1;
  console.log(`parcel ${count} for ${String(name)}: ${String(note)}`);
  for (const [index, thing] of things.entries())
    console.log(
      `parcel ${count}  thing ${index + 1}  bytes ${thing.length}  hex ${thing.toString("hex")}`,
    );
}
console.log("receiver closed");
