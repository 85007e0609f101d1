// Takes its time: before it binds, for each message, and to end.
import { setTimeout as sleep } from "node:timers/promises";
import * as zmq from "zeromq";

const [, , id = "1", address = "tcp://127.0.0.1:5555"] = process.argv;
const socket = new zmq.Pair();
let stopped = false;
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"])
  process.on(signal, async () => {
    stopped = true;
    console.log("one moment …");
    await sleep(700);
    socket.close();
  });
await sleep(800);
if (!stopped) await run();

async function run() {
  try {
    await socket.bind(address);
  } catch (error) {
    if (!(error instanceof Error && "code" in error)) throw error;
    if (error.code !== "EADDRINUSE") throw error;
    console.log(`Port of ${address} is held by another (${error.code}).`);
    await sleep(500);
    process.exit(1);
  }
  console.log(id, "is there");
  while (!stopped) {
    const frames = await socket.receive().catch(() => []);
    await sleep(250);
    for (const frame of frames) console.log(frame.toString());
  }
}
