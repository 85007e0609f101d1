// Works through its questions in order: nobody ever asks at the same time.
import { setTimeout as sleep } from "node:timers/promises";
import { Request } from "zeromq";

const req = new Request({ linger: 0 });
process.once("SIGINT", () => {
  req.close();
  process.exit(0);
});
req.connect("tcp://127.0.0.1:5555");
for (const question of process.argv.slice(2)) {
  await sleep(800);
  await req.send(question);
  const [answer] = await req.receive();
  await sleep(300);
  console.log(question + ": " + answer?.toString());
}
req.close();
