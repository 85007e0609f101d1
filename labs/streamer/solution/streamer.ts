// Takes tasks from producers and deals them to workers, until Ctrl+C.
import { Proxy, Pull, Push } from "zeromq";

const [producers = "tcp://127.0.0.1:5555", workers = "tcp://127.0.0.1:5556"] =
  process.argv.slice(2);

// linger: tasks still unsent at the end have up to 2 s to leave.
const streamer = new Proxy(new Pull(), new Push({ linger: 2_000 }));
await streamer.backEnd.bind(workers);
await streamer.frontEnd.bind(producers);
console.log(`streamer waits for workers on ${workers}`);
console.log(`streamer waits for producers on ${producers}`);

// While it runs, both sockets belong to the proxy. terminate() closes them.
process.once("SIGINT", () => streamer.terminate());
await streamer.run();
console.log("streamer closed");
