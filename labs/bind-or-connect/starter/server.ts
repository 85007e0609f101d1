// Answers every request until Ctrl+C. It binds its endpoint, or connects to it:
// node server.ts bind, or node server.ts connect
import { Reply } from "zeromq";

const [action = "bind", endpoint = "tcp://127.0.0.1:5555"] =
  process.argv.slice(2);

// linger: a reply still unsent at close() has up to 2 s to leave.
const server = new Reply({ linger: 2_000 });
process.once("SIGINT", () => server.close());

// TODO: connect instead, when the action is "connect".
await server.bind(endpoint);
console.log(`server binds ${endpoint}, and was told to ${action}`);

// Closing the socket ends this loop.
for await (const [frame] of server) {
  const request = String(frame);
  console.log(`server received: ${request}`);
  await server.send(`reply to ${request}`);
}
console.log("server closed");
