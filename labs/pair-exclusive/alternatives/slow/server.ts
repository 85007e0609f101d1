// Thinks about each question, and binds the second port first, after a while.
import { setTimeout as sleep } from "node:timers/promises";
import { Pair } from "zeromq";

const open: Pair[] = [];
process.once("SIGINT", () => open.forEach((socket) => socket.close()));

async function serve(port: number) {
  const socket = new Pair({ linger: 500 });
  open.push(socket);
  await socket.bind(`tcp://127.0.0.1:${port}`);
  while (!socket.closed) {
    try {
      const [question] = await socket.receive();
      console.log(port, String(question));
      await sleep(300);
      await socket.send(`after some thought: ${question}`);
    } catch (error) {
      if (!socket.closed) throw error;
    }
  }
}
const second = serve(5556);
await sleep(1500);
await Promise.all([serve(5555), second]);
