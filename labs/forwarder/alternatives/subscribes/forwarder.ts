// Is a subscriber itself: it subscribes to what its subscribers want.
import { Subscriber, XPublisher } from "zeromq";

const front = new Subscriber();
const back = new XPublisher({ linger: 0 });
process.once("SIGINT", () => {
  front.close();
  back.close();
});
await Promise.all([
  front.bind(process.argv[2] ?? "tcp://127.0.0.1:5555"),
  back.bind(process.argv[3] ?? "tcp://127.0.0.1:5556"),
]);
await Promise.all([
  (async () => {
    for await (const [wish = Buffer.alloc(1)] of back)
      if (wish[0] === 1) front.subscribe(wish.subarray(1));
      else front.unsubscribe(wish.subarray(1));
  })(),
  (async () => {
    for await (const [topic = "", ...others] of front)
      await back.send([topic, ...others]);
  })(),
]);
