// Keeps some tasks at hand, but no more than eight, and has small queues.
import { Pull, Push } from "zeromq";

const front = new Pull({ receiveHighWaterMark: 1 });
const back = new Push({ sendHighWaterMark: 2, linger: 1_000 });
await back.bind("tcp://127.0.0.1:5556");
await front.bind("tcp://127.0.0.1:5555");
console.log("ready");

const store: Buffer[][] = [];
let wake = (): void => undefined;
let room = (): void => undefined;
process.once("SIGINT", () => {
  front.close();
  back.close();
  wake();
});

const taking = (async () => {
  for await (const task of front) {
    store.push(task);
    wake();
    if (store.length >= 8)
      await new Promise<void>((resolve) => (room = resolve));
  }
})();
try {
  while (!back.closed) {
    const task = store.shift();
    room();
    if (task) await back.send(task);
    else await new Promise<void>((resolve) => (wake = resolve));
  }
} catch (error) {
  if (!back.closed) throw error;
}
room();
await taking;
