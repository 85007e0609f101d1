import { constants, type Stats } from "node:fs";
import { open, type FileHandle } from "node:fs/promises";

/**
 * Reads a file by `read`, if it is an ordinary one; null for anything else. A link could name any file of this machine, and a pipe
 * would be waited for. Rejects when it cannot be opened.
 */
export async function readOrdinary<T>(
  path: string,
  read: (handle: FileHandle, stats: Stats) => Promise<T>,
): Promise<T | null> {
  const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants;
  const handle = await open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  try {
    const stats = await handle.stat();
    return stats.isFile() ? await read(handle, stats) : null;
  } finally {
    await handle.close();
  }
}
