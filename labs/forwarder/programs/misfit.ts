// Connects a PUSH to a SUB socket, which do not fit, and sends.
import { Push, Subscriber } from "zeromq";

const subscriber = new Subscriber({ receiveTimeout: 2_000 });
subscriber.subscribe("");
await subscriber.bind("tcp://127.0.0.1:*");

const push = new Push({ linger: 0 });
for (const event of ["connect", "handshake", "disconnect"] as const)
  push.events.on(event, () => console.log(`push tells: ${event}`));
push.connect(subscriber.lastEndpoint ?? "");

await push.send("hello");
console.log("push has sent");
try {
  console.log(`subscriber received: ${String(await subscriber.receive())}`);
} catch (error) {
  console.log(`subscriber: ${String(error)}`);
}
push.close();
subscriber.close();
