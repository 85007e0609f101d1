// Looks itself whether a send still waits, half a second later.
import { setTimeout as sleep } from "node:timers/promises";
import { Pull, Push } from "zeromq";

const [endpoint = "inproc://a", ...numbers] = process.argv.slice(2);
const [most = 10, least = 10, size = 20, patience = 500] = numbers.map(Number);
const pull = new Pull();
pull.receiveHighWaterMark = least;
const push = new Push({ sendHighWaterMark: most });
push.linger = 0;
push.connect(endpoint);
if (/^inproc/.test(endpoint)) await pull.bind(endpoint);

let sent = 0;
while (true) {
  const message = Buffer.alloc(size, " ");
  message.write(`${sent + 1}`);
  const sending = push.send(message).then(() => true);
  // What waits when the socket is closed fails.
  sending.catch(() => false);
  const stop = new AbortController();
  const late = sleep(patience, false, stop).catch(() => false);
  const found = await Promise.race([sending, late]);
  stop.abort();
  if (!found) break;
  sent += 1;
}
console.log(
  JSON.stringify({ endpoint, after: sent }),
  `after ${sent} messages`,
);
push.close();
pull.close();
