// Sends until there is no more room, and says how many messages found room:
// node fill.ts inproc://here 10 10 20
//
// Its arguments: an endpoint, the two marks, the size of a message in bytes, and
// for how many milliseconds a message may look for room.
import { Pull, Push } from "zeromq";

const args = process.argv.slice(2);
const [endpoint = "inproc://here", sendMark = "10", receiveMark = "10"] = args;
const [size = "20", patience = "500"] = args.slice(3);

// linger: what is unsent at close() is thrown away.
const push = new Push({
  linger: 0,
  sendHighWaterMark: Number(sendMark),
  sendTimeout: Number(patience),
});
const pull = new Pull({ receiveHighWaterMark: Number(receiveMark) });
process.once("SIGINT", () => process.exit(0));

// inproc connects two sockets of one program. Nobody ever receives here.
if (endpoint.startsWith("inproc:")) await pull.bind(endpoint);
push.connect(endpoint);
console.log(`fills ${endpoint} …`);

let count = 0;
let full = false;
while (!full) {
  try {
    await push.send(String(count + 1).padEnd(Number(size)));
    count += 1;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw error;
    full = true;
  }
}
const marks = `marks ${sendMark} and ${receiveMark}`;
console.log(`${endpoint}  ${marks}  ${size} B: full after ${count} messages`);
push.close();
pull.close();
