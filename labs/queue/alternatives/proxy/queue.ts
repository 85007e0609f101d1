import { Dealer, Proxy, Router } from "zeromq";

const proxy = new Proxy(new Router(), new Dealer());
await proxy.frontEnd.bind("tcp://127.0.0.1:5555");
await proxy.backEnd.bind("tcp://127.0.0.1:5556");

// Before run() and after the end, terminate() is an error.
process.once("SIGINT", () => proxy.terminate());
console.log("the proxy runs");
await proxy.run();
