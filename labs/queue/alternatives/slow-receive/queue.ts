// Receives by hand, the workers' side first, and takes its time.
import { setTimeout as sleep } from "node:timers/promises";
import * as zmq from "zeromq";

const workers = new zmq.Dealer();
const clients = new zmq.Router();
let open = true;
process.on("SIGINT", () => {
  open = false;
  workers.close();
  clients.close();
});
await workers.bind("tcp://127.0.0.1:5556");
await clients.bind("tcp://127.0.0.1:5555");

const replies = async () => {
  while (open) {
    const [owner, ...rest] = await workers.receive();
    await sleep(700);
    console.log("<", rest.map(String));
    await clients.send([owner ?? "", ...rest]);
  }
};
const requests = async () => {
  while (open) {
    const request = await clients.receive();
    await sleep(300);
    console.log(">", request.length);
    await workers.send(request);
  }
};
await Promise.allSettled([replies(), requests()]);
if (open) process.exitCode = 1;
