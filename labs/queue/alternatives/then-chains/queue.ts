// Two chains of promises, and sockets with small queues.
import { Dealer, Router } from "zeromq";

const front = new Router({ receiveHighWaterMark: 2, sendHighWaterMark: 2 });
const back = new Dealer({ sendHighWaterMark: 1, immediate: true });
process.once("SIGINT", () => process.exit(0));

function pass(from: Router | Dealer, to: Router | Dealer): Promise<void> {
  return from
    .receive()
    .then((frames) => to.send(frames))
    .then(() => pass(from, to));
}

await Promise.all([
  back.bind(process.argv[3] ?? "tcp://127.0.0.1:5556"),
  front.bind(process.argv[2] ?? "tcp://127.0.0.1:5555"),
]);
await Promise.race([pass(back, front), pass(front, back)]);
