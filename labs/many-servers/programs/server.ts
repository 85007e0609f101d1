// Answers one request after the other, until Ctrl+C.
import { setTimeout as sleep } from "node:timers/promises";
import { Reply } from "zeromq";

// Its name, and how long the work for one request takes, in ms.
const [name = "A", work = "300", endpoint = "tcp://127.0.0.1:5555"] =
  process.argv.slice(2);

// linger: a reply still unsent at close() has up to 2 s to leave.
const server = new Reply({ linger: 2_000 });

// On Ctrl+C it finishes the request that it has. A second Ctrl+C ends it at once.
const state = { works: false, ends: false };
process.once("SIGINT", () => {
  state.ends = true;
  if (!state.works) server.close();
});

await server.bind(endpoint);
console.log(`server ${name} waits for requests on ${endpoint}`);

// Closing the socket ends this loop.
for await (const [frame] of server) {
  state.works = true;
  console.log(`server ${name} received: ${String(frame)}`);
  await sleep(Number(work));
  await server.send(`${name} did ${String(frame)}`);
  state.works = false;
  if (state.ends) server.close();
}
console.log(`server ${name} closed`);
