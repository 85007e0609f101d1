// Receives parcels, and prints what is in them, until Ctrl+C.
import { Pull } from "zeromq";

const [endpoint = "tcp://127.0.0.1:5555"] = process.argv.slice(2);

const receiver = new Pull();
process.once("SIGINT", () => receiver.close());

await receiver.bind(endpoint);
console.log(`receiver waits for parcels on ${endpoint}`);

let count = 0;
// Closing the socket ends this loop.
for await (const frames of receiver) {
  count += 1;
  // TODO: take name, note and things out of the frames, instead of cutting a text.
  const [name, note, ...things] = String(frames[0]).split("|");
  console.log(`parcel ${count} for ${String(name)}: ${String(note)}`);
  for (const [index, thing] of things.entries())
    // TODO: print behind this how many bytes the thing has, and then the bytes in
    // hex: "parcel 1  thing 1  bytes 3  hex 00ff80".
    console.log(`parcel ${count}  thing ${index + 1}: ${thing}`);
}
console.log("receiver closed");
