// Takes its time between the steps, and tells all at the end.
import { setTimeout as sleep } from "node:timers/promises";
import { Request } from "zeromq";

const req = new Request({ sendTimeout: 0, receiveTimeout: 2000, linger: 0 });
req.connect("tcp://127.0.0.1:5555");
const told: string[] = [];
for (const [index, step] of process.argv.slice(2).entries()) {
  await sleep(300);
  try {
    if (step === "receive")
      told.push(`${index + 1}. got ${(await req.receive())[0]!.toString()}`);
    else await req.send("This is request " + (index + 1));
  } catch (error) {
    told.push(`${index + 1}. ${(error as { code: string }).code}`);
  }
}
console.log(told.join("\n"));
req.close();
