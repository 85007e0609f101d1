// Answers slowly on every endpoint that it is given, until Ctrl+C:
// node server.ts tcp://127.0.0.1:5555 ipc://room.sock inproc://room
import { once } from "node:events";
import { rmSync } from "node:fs";
import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { Reply } from "zeromq";

const three = ["inproc://room", "ipc://room.sock", "tcp://127.0.0.1:5555"];
const given = process.argv.slice(2);
const endpoints = given.length > 0 ? given : three;

// linger: a reply still unsent at close() has up to 2 s to leave.
const server = new Reply({ linger: 2_000 });
process.once("SIGINT", () => server.close());

/** The file of an ipc endpoint. Other transports have none. */
function fileOf(endpoint: string): string | undefined {
  return /^ipc:\/\/([^@*].*)/.exec(endpoint)?.[1];
}

/** Whether somebody listens behind this file. */
async function isHeld(file: string): Promise<boolean> {
  const visitor = connect(file);
  const answer = once(visitor, "connect").then(
    () => true,
    () => false,
  );
  return answer.finally(() => visitor.destroy());
}

const files: string[] = [];
for (const endpoint of endpoints) {
  await sleep(500);
  const file = fileOf(endpoint);
  if (file && (await isHeld(file))) {
    console.error(`EADDRINUSE: cannot bind ${endpoint}`);
    continue;
  }
  try {
    await server.bind(endpoint);
    if (file) files.push(file);
    console.log(`server listens on ${endpoint}`);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    console.error(`${code}: cannot bind ${endpoint}`);
  }
}

let count = 0;
// Closing the socket ends this loop.
for await (const [frame] of server) {
  count += 1;
  await sleep(400);
  const request = String(frame);
  console.log(`server received: ${request}`);
  await server.send(`reply ${count} to ${request}`);
}
await sleep(1_000);
for (const file of files) rmSync(file, { force: true });
console.log("server closed");
