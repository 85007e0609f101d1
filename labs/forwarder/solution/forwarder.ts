// Brings what publishers publish to subscribers, and what subscribers want to
// publishers, until Ctrl+C.
import { Proxy, XPublisher, XSubscriber } from "zeromq";

const [
  publishers = "tcp://127.0.0.1:5555",
  subscribers = "tcp://127.0.0.1:5556",
] = process.argv.slice(2);

// linger: updates still unsent at the end are thrown away.
const forwarder = new Proxy(new XSubscriber(), new XPublisher({ linger: 0 }));
await forwarder.backEnd.bind(subscribers);
await forwarder.frontEnd.bind(publishers);
console.log(`forwarder waits for subscribers on ${subscribers}`);
console.log(`forwarder waits for publishers on ${publishers}`);

// While it runs, both sockets belong to the proxy. terminate() closes them.
process.once("SIGINT", () => forwarder.terminate());
await forwarder.run();
console.log("forwarder closed");
