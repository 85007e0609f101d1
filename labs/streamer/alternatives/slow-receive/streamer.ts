// Receives by hand, and takes its time before it passes a task on.
import { setTimeout as sleep } from "node:timers/promises";
import * as zmq from "zeromq";

const sockets = { back: new zmq.Push(), front: new zmq.Pull() };
process.on("SIGINT", () => process.exit(0));
await sleep(600);
await sockets.front.bind("tcp://127.0.0.1:5555");
await sockets.back.bind("tcp://127.0.0.1:5556");

while (true) {
  const [first, ...others] = await sockets.front.receive();
  await sleep(250);
  await sockets.back.send([first ?? Buffer.alloc(0), ...others]);
}
