// Serves while it still binds, and tidies up when the process exits.
import { unlinkSync } from "node:fs";
import net from "node:net";
import * as zmq from "zeromq";

const socket = new zmq.Reply();
const mine = new Set<string>();
process.on("SIGINT", () => process.exit(0));
process.on("exit", () => {
  for (const file of mine) unlinkSync(file);
});

const pathOf = (endpoint: string) =>
  endpoint.startsWith("ipc://") && endpoint[6] !== "@"
    ? endpoint.slice("ipc://".length)
    : null;

const alive = (path: string) =>
  new Promise<boolean>((resolve) => {
    const visitor = net.createConnection({ path });
    visitor.on("error", () => resolve(false));
    visitor.on("connect", () => {
      visitor.end();
      resolve(true);
    });
  });

async function open(endpoint: string): Promise<string> {
  const path = pathOf(endpoint);
  if (path !== null && (await alive(path)))
    throw Object.assign(new Error("somebody is there"), { code: "EADDRINUSE" });
  await socket.bind(endpoint);
  if (path !== null) mine.add(path);
  return endpoint;
}

// One bind at a time is all that a socket takes, so they form a chain.
let last: Promise<unknown> = Promise.resolve();
for (const endpoint of process.argv.slice(2)) {
  last = last
    .then(() => open(endpoint))
    .then(
      (where) => console.log(`[ok] listens on ${where}`),
      (error: NodeJS.ErrnoException) =>
        console.log(JSON.stringify({ endpoint, failed: error.code })),
    );
}

for (let number = 1; ; number += 1) {
  const [request] = await socket.receive();
  console.log({ number, request: String(request) });
  await socket.send([`reply ${number} to ${String(request)}`]);
}
