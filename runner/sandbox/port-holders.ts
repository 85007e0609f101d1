import { readdir, readlink } from "node:fs/promises";
import { join } from "node:path";
import type { Listener } from "./listening-ports.ts";

/** Which of these processes listen: the port and the process, one pair for each. What may not be looked into has no sockets. */
export async function holdersAmong(
  pids: readonly number[],
  listeners: readonly Listener[],
): Promise<{ port: number; pid: number }[]> {
  const ports = new Map(listeners.map(({ inode, port }) => [inode, port]));
  const found = await Promise.all(
    pids.map(async (pid) => {
      const inodes = await socketInodes(pid);
      const held = inodes.flatMap((inode) => ports.get(inode) ?? []);
      return [...new Set(held)].map((port) => ({ port, pid }));
    }),
  );
  return found.flat();
}

async function socketInodes(pid: number): Promise<number[]> {
  const folder = `/proc/${pid}/fd`;
  // A process that has ended meanwhile has no sockets.
  const descriptors = await readdir(folder).catch(() => []);
  const targets = await Promise.all(
    descriptors.map((name) => readlink(join(folder, name)).catch(() => "")),
  );
  return targets.flatMap((target) => {
    const inode = /^socket:\[(\d+)\]$/.exec(target)?.[1];
    return inode === undefined ? [] : [Number(inode)];
  });
}
