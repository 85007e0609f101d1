// Starts the sender with a linger, and is its receiver, but only two seconds
// later: node trial.ts 500
import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { Pull } from "zeromq";

const [linger = "0", late = "2000"] = process.argv.slice(2);
const letters = Array.from({ length: 10 }, (_, index) => `letter ${index + 1}`);
const endpoint = "tcp://127.0.0.1:5556";

console.log(`linger ${linger}: the sender is there, and no receiver …`);
const args = ["sender.ts", linger, letters.join(","), endpoint];
const sender = spawn(process.execPath, args, {
  stdio: ["ignore", "pipe", "inherit"],
});
// Ctrl+C reaches the sender too, so both end.
process.once("SIGINT", () => process.exit(0));

// The time counts from the last line that the sender prints before it lingers.
let closed = performance.now();
sender.stdout.on("data", (text) => {
  if (String(text).includes("closed")) closed = performance.now();
});
const ended = once(sender, "exit").then(
  () => (performance.now() - closed) / 1000,
);

await sleep(Number(late));
// receiveTimeout: when nothing has come for so long, receive() fails.
const receiver = new Pull({ receiveTimeout: 500 });
await receiver.bind(endpoint);
const seconds = (await ended).toFixed(1);

let count = 0;
try {
  for (;;) {
    await receiver.receive();
    count += 1;
  }
} catch (error) {
  // Nothing comes any more.
  if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw error;
}
receiver.close();
console.log(
  `linger ${linger}: ended after ${seconds} s, ${count} of 10 arrived`,
);
