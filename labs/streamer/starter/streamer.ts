// Takes tasks from producers and deals them to workers, until Ctrl+C.
import { Pull } from "zeromq";

const [producers = "tcp://127.0.0.1:5555", workers = "tcp://127.0.0.1:5556"] =
  process.argv.slice(2);

const front = new Pull();
// TODO: make a PUSH socket for the workers, and close it on Ctrl+C too.
process.once("SIGINT", () => front.close());

// TODO: bind it to `workers`.
console.log(`nobody listens to workers on ${workers} yet`);
await front.bind(producers);
console.log(`streamer waits for producers on ${producers}`);

// Closing the socket ends this loop.
for await (const [task] of front) {
  console.log(`streamer has received ${String(task)}`);
  // TODO: pass the task on with all its frames, or let a Proxy do it.
}
console.log("streamer closed");
