import type { Socket } from "zeromq";
import { portOf } from "#contract";

/** By ZeroMQ's numbers of socket types: the type itself, and those that it talks to (RFC 28 to 31). */
const types: readonly (readonly [own: string, partners: string])[] = [
  ["PAIR", "PAIR"],
  ["PUB", "SUB"],
  ["SUB", "PUB"],
  ["REQ", "REP"],
  ["REP", "REQ"],
  ["DEALER", "REP"],
  ["ROUTER", "REQ"],
  ["PULL", "PUSH"],
  ["PUSH", "PULL"],
  ["XPUB", "SUB"],
  ["XSUB", "PUB"],
];

/** The connection that a socket of the grader waits for, as it fits behind "waited for". */
export function describeConnection(socket: Socket, endpoint: string): string {
  const port = portOf(endpoint);
  return `a connection of its ${partnersOf(socket)} socket ${port === null ? `at ${endpoint}` : `on port ${port}`}`;
}

/** What a student looks at when a connection does not come about. */
export function adviseOnConnection(socket: Socket): string {
  const [own] = types[socket.type] ?? [];
  const partners = partnersOf(socket);
  return `The other side here is a ${own ?? "ZeroMQ"} socket, which talks to a ${partners} socket only. Look at the type of your socket, at its address, and at who binds and who connects.`;
}

function partnersOf(socket: Socket): string {
  return types[socket.type]?.[1] ?? "ZeroMQ";
}
