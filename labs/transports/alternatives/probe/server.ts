// Asks with a socket of ZeroMQ whether somebody holds a file, and serves:
// node server.ts tcp://127.0.0.1:5555 ipc://room.sock inproc://room
import { rmSync } from "node:fs";
import { Reply, Request } from "zeromq";

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
  const probe = new Request({ linger: 0 });
  const held = new Promise<boolean>((resolve) => {
    probe.events.on("handshake", () => resolve(true));
    probe.events.on("close:error", () => resolve(false));
    probe.events.on("connect:retry", () => resolve(false));
  });
  probe.connect(`ipc://${file}`);
  const result = await held;
  probe.close();
  return result;
}

const files: string[] = [];
for (const endpoint of endpoints) {
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
  const request = String(frame);
  console.log(`server received: ${request}`);
  await server.send(`reply ${count} to ${request}`);
}
for (const file of files) rmSync(file, { force: true });
console.log("server closed");
