import { Push } from "zeromq";

const [name, count, endpoint, workers = "3"] = process.argv.slice(2);
const push = new Push({ linger: 10_000 });
process.on("SIGINT", () => push.close());

let missing = Number(workers);
const all = new Promise<void>((resolve) => {
  push.events.on("handshake", () => {
    missing -= 1;
    if (missing === 0) resolve();
  });
});
await push.bind(endpoint ?? "tcp://127.0.0.1:5555");
await all;
let left = Number(count);
while (left > 0) {
  await push.send([`${name}-${left}`]);
  left -= 1;
}
push.close();
