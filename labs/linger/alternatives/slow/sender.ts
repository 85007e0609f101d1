// Takes its time, and closes in one place, behind an error that it has kept.
import { setTimeout as sleep } from "node:timers/promises";
import * as zmq from "zeromq";

const [linger, letters, endpoint] = process.argv.slice(2);
const push = new zmq.Push({ linger: parseInt(linger ?? "-1", 10) });
let over = false;
process.once("SIGINT", () => {
  console.log("given up");
  process.exit();
});
push.events.on("handshake", () => console.log("somebody is there"));
await sleep(400);
push.connect(endpoint ?? "tcp://127.0.0.1:5555");

let place = 0;
for (const letter of letters?.split(",") ?? ["one", "two", "three"]) {
  await sleep(300);
  place += 1;
  over = letter.length === 0;
  if (over) break;
  await push.send(Buffer.from(letter));
  console.log(`letter ${place}: "${letter}" sent`);
}
if (over) console.error(`letter ${place} is empty`);
await sleep(900);
push.close();
process.exitCode = over ? 1 : 0;
