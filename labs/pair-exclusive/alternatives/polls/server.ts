// One loop that looks at both sockets in turn, and waits at none of them.
import { Pair } from "zeromq";

const pairs = [5555, 5556].map((port) => ({
  port,
  socket: new Pair({ receiveTimeout: 20, sendTimeout: 20 }),
}));
let stopped = false;
process.once("SIGINT", () => {
  stopped = true;
});

for (const { port, socket } of pairs)
  await socket.bind(`tcp://127.0.0.1:${port}`);
while (!stopped)
  for (const { port, socket } of pairs)
    try {
      const [question] = await socket.receive();
      await socket.send(`answer from ${port}: ${String(question)}`);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw error;
    }
for (const { socket } of pairs) socket.close();
