import type { Server } from "node:http";
import type { Duplex } from "node:stream";

/** How many connections may stand open beside the lab sockets. A browser keeps six. */
const maxConnections = 128;

/** Keeps connections from using up the runner's descriptors. */
export interface ConnectionLimit {
  /** This one has become a lab socket, whose number is limited elsewhere. */
  letGo(socket: Duplex): void;
}

/**
 * Closes the connection that has asked for nothing for the longest time when there are too many. Whoever opens thousands and asks
 * slowly, or reads slowly, keeps nobody else out; a page that asks is served.
 */
export function limitConnections(server: Server): ConnectionLimit {
  // In the order in which they have last asked.
  const connections = new Set<Duplex>();
  const letGo = (socket: Duplex) => void connections.delete(socket);
  server.on("connection", (socket) => {
    connections.add(socket);
    socket.once("close", () => letGo(socket));
    const [oldest] = connections;
    if (connections.size > maxConnections) oldest?.destroy();
  });
  server.on("request", ({ socket }) => {
    if (connections.delete(socket)) connections.add(socket);
  });
  return { letGo };
}
