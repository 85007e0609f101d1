// Functions for the steps, and longer timeouts.
import { Request } from "zeromq";

const steps = process.argv.slice(2);
const socket = new Request();
socket.linger = 0;
socket.sendTimeout = 50;
socket.receiveTimeout = 2_500;
socket.connect("tcp://127.0.0.1:5555");

let n = 0;
const tasks: Record<string, () => Promise<string>> = {
  send: () => socket.send([`${n}`]).then(() => "ok"),
  receive: async () => (await socket.receive()).join(),
};
for (const step of steps) {
  n++;
  const result = await tasks[step]?.().catch(
    (error: NodeJS.ErrnoException) => `${error.code} (${error.message})`,
  );
  console.log(n, step, "->", result);
}
socket.close();
