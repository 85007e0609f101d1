// Has a socket for each manager, and prints JSON.
import { setTimeout as sleep } from "node:timers/promises";
import { Pull } from "zeromq";

const [worker, work, ...given] = process.argv.slice(2);
const endpoints =
  given.length > 0 ? given : ["tcp://127.0.0.1:5555", "tcp://127.0.0.1:5556"];
const counts: Record<string, number> = {};
const sockets = endpoints.map((endpoint) => {
  const socket = new Pull();
  socket.connect(endpoint);
  return socket;
});
process.once("SIGINT", () => process.exit(0));

// One task at a time, whichever manager it comes from.
let turn = Promise.resolve();
async function serve(socket: Pull): Promise<void> {
  for await (const [message] of socket) {
    turn = turn.then(() => sleep(Number(work)));
    await turn;
    const task = String(message);
    const manager = task.split("-")[0] ?? "";
    const count = (counts[manager] = (counts[manager] ?? 0) + 1);
    console.log(JSON.stringify({ worker, task, manager, count }));
  }
}
await Promise.all(sockets.map(serve));
