// Takes its time for each message, and for each wish.
import { setTimeout as sleep } from "node:timers/promises";
import * as zmq from "zeromq";

const [publishers, subscribers] = [new zmq.XSubscriber(), new zmq.XPublisher()];
process.on("SIGINT", () => process.exit(0));
await sleep(500);
await subscribers.bind("tcp://127.0.0.1:5556");
await publishers.bind("tcp://127.0.0.1:5555");

async function pass(
  from: zmq.XSubscriber | zmq.XPublisher,
  to: zmq.XSubscriber | zmq.XPublisher,
): Promise<never> {
  while (true) {
    const frames = await from.receive();
    await sleep(200);
    await to.send(frames);
  }
}
await Promise.race([
  pass(publishers, subscribers),
  pass(subscribers, publishers),
]);
