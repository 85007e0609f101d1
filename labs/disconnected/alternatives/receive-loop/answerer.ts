import { setTimeout as sleep } from "node:timers/promises";
import { Reply } from "zeromq";

const [work, where] = process.argv.slice(2);
const socket = new Reply({ linger: 1_000 });
socket.events.on("handshake", ({ address }) => {
  console.log(`[event] An asker is there, at ${address}`);
});
socket.events.on("disconnect", () => console.log("[event] The asker has gone"));
socket.connect(where ?? "tcp://127.0.0.1:5555");
// Nothing to tidy up: what is unsent is not wanted any more.
process.on("SIGINT", () => process.exit(0));

for (let number = 1; ; number += 1) {
  const [request] = await socket.receive();
  console.log(JSON.stringify({ number, request: String(request) }));
  await sleep(Number(work ?? 300));
  await socket.send(JSON.stringify({ number, reply: String(request) }));
}
