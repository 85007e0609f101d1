// Prints all lines of a parcel at once, and its numbers from objects.
import { Pull } from "zeromq";

class Parcel {
  static count = 0;
  readonly number = (Parcel.count += 1);
  readonly frames: Buffer[];

  constructor(frames: Buffer[]) {
    this.frames = frames;
  }

  text(): string {
    const [name, note, ...things] = this.frames;
    const hexOf = (bytes: Uint8Array) =>
      [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return [
      `${name?.toString("utf8")} (parcel ${this.number}): ${note?.toString("utf8")}`,
      ...things.map(
        (thing, index) =>
          `  parcel ${this.number} thing ${index + 1} hex: ${hexOf(thing)} bytes: ${thing.length}`,
      ),
    ].join("\n");
  }
}

const receiver = new Pull();
await receiver.bind("tcp://127.0.0.1:5555");
process.on("SIGINT", () => receiver.close());
for await (const frames of receiver) console.log(new Parcel(frames).text());
