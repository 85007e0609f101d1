import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";
import type { IsolationLevel } from "#contract";

/** Below the ports of the lab `tally`: who listens here has them. */
const key = { port: 47554, host: "127.0.0.1" };

/**
 * Without a sandbox the lab's ports are the machine's: waits until no other test grades so, and has them until disposed. At
 * other levels each sandbox has its own.
 */
export async function holdPorts(level: IsolationLevel): Promise<Disposable> {
  if (level !== "none") return { [Symbol.dispose]: () => undefined };
  const waiting = new Set<Socket>();
  const server = createServer((socket) => {
    waiting.add(socket);
    socket.on("error", () => undefined);
  });
  while (!(await isFirst(server))) await holderHasGone();
  return {
    [Symbol.dispose]() {
      server.close();
      for (const socket of waiting) socket.destroy();
    },
  };
}

async function isFirst(server: Server): Promise<boolean> {
  server.listen(key);
  return once(server, "listening").then(
    () => true,
    (error: unknown) => {
      if ((error as NodeJS.ErrnoException).code === "EADDRINUSE") return false;
      throw error;
    },
  );
}

/** Connections to it end with it, however it ends. */
async function holderHasGone(): Promise<void> {
  const socket = connect(key);
  socket.on("error", () => undefined);
  socket.resume();
  // Where it went before we were there, or the port is another's for a moment, it is tried again.
  await once(socket, "close").catch(() => undefined);
}
