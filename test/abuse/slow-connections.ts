import { connect } from "node:net";

/** Connections that somebody without any right keeps open. */
export interface SlowConnections {
  /** How many were let in at first. */
  opened: number;
  close(): void;
}

/** Opens connections to a server, a hundred at a time, sends the same on each and reads nothing. */
export async function openConnections(
  url: string,
  count: number,
  bytes: string,
): Promise<SlowConnections> {
  const { hostname, port } = new URL(url);
  const open = new Set<ReturnType<typeof connect>>();
  let opened = 0;
  const one = () =>
    new Promise<void>((resolve) => {
      const socket = connect(Number(port), hostname);
      socket.pause();
      socket.once("connect", () => {
        opened += 1;
        open.add(socket);
        socket.write(bytes);
        resolve();
      });
      socket.on("error", () => resolve());
      socket.once("close", () => open.delete(socket));
    });
  for (let made = 0; made < count; made += 100)
    await Promise.all(Array.from({ length: 100 }, one));
  return {
    opened,
    close() {
      for (const socket of open) socket.destroy();
    },
  };
}
