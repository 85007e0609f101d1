// Gives each message a second more, and thinks before it tells.
import { setTimeout as sleep } from "node:timers/promises";
import { Pull, Push } from "zeromq";

const [endpoint = "inproc://slow", send, receive, size, ms] =
  process.argv.slice(2);
const push = new Push({
  linger: 0,
  sendHighWaterMark: Number(send ?? 10),
  sendTimeout: Number(ms ?? 500) + 1_000,
});
const pull = new Pull({ receiveHighWaterMark: Number(receive ?? 10) });
await sleep(800);
push.connect(endpoint);
if (endpoint.startsWith("inproc://")) await pull.bind(endpoint);

let count = 0;
try {
  for (;;) {
    await push.send(Buffer.from(String(count + 1).padEnd(Number(size ?? 20))));
    count++;
    if (count % 20 === 0) await sleep(100);
  }
} catch (error) {
  console.log(`stopped: ${(error as Error).message}`);
}
await sleep(700);
console.log(`${endpoint}: after ${count} messages`);
push.close();
pull.close();
