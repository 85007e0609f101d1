// Thinks for a while before everything it does.
import { setTimeout as sleep } from "node:timers/promises";
import { Reply } from "zeromq";

const [action = "bind", endpoint = "tcp://127.0.0.1:5555"] =
  process.argv.slice(2);
const server = new Reply({ linger: 2_000 });
process.once("SIGINT", () => server.close());
await sleep(700);
if (action === "connect") server.connect(endpoint);
else await server.bind(endpoint);
try {
  for await (const [frame] of server) {
    await sleep(300);
    await server.send(`after a while: reply to ${String(frame)}`);
  }
} catch (error) {
  if (!server.closed) throw error;
}
