// Who finds the socket taken tries again a little later.
import { setTimeout as sleep } from "node:timers/promises";
import { Request } from "zeromq";

const socket = new Request({ linger: 0 });
process.once("SIGINT", () => socket.close());
socket.connect("tcp://127.0.0.1:5555");
let taken = false;

async function ask(question: string) {
  while (taken) {
    await sleep(50);
    if (socket.closed) throw new Error("closed");
  }
  taken = true;
  try {
    await socket.send(question);
    return String((await socket.receive())[0]);
  } finally {
    taken = false;
  }
}

await Promise.allSettled(
  process.argv.slice(2).map(async (question) => {
    const answer = await ask(question);
    console.log(`${answer} <- ${question}`);
  }),
);
socket.close();
