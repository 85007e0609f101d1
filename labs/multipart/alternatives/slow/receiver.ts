// Thinks before every line.
import { setTimeout as sleep } from "node:timers/promises";
import { Pull } from "zeromq";

const receiver = new Pull();
process.once("SIGINT", () => receiver.close());
await receiver.bind(process.argv[2] ?? "tcp://127.0.0.1:5555");
let count = 0;
for await (const frames of receiver) {
  count += 1;
  await sleep(700);
  console.log(`Parcel #${count}: ${frames.slice(0, 2).map(String).join(", ")}`);
  let number = 0;
  for (const thing of frames.slice(2)) {
    await sleep(400);
    number += 1;
    console.log(
      `Parcel #${count}, thing #${number}: bytes=${thing.length}, hex='${thing.toString("hex")}'`,
    );
  }
}
