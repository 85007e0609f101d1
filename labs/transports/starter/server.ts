// Answers requests on every endpoint that it is given, until Ctrl+C:
// node server.ts tcp://127.0.0.1:5555 ipc://room.sock inproc://room
import { once } from "node:events";
import { connect } from "node:net";
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

// TODO: bind every endpoint. When one cannot be bound, print its code and the
// endpoint, and go on with the next one.
// TODO: leave an ipc endpoint alone whose file is held by somebody: EADDRINUSE.
const [endpoint = ""] = endpoints;
await server.bind(endpoint);
console.log(`server listens on ${endpoint}`);

let count = 0;
// Closing the socket ends this loop.
for await (const [frame] of server) {
  count += 1;
  const request = String(frame);
  console.log(`server received: ${request}`);
  await server.send(`reply ${count} to ${request}`);
}
// TODO: remove the files of the ipc endpoints that this server has bound.
console.log("server closed");
