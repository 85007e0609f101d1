import type { Dir } from "node:fs";
import { lstat, opendir } from "node:fs/promises";
import { join } from "node:path";

/** What a folder holds, with all folders in it. */
export interface FileUse {
  bytes: number;
  count: number;
}

/** Names are read in pieces of so many, so that a folder of a million does not hold the runner up. */
const bufferSize = 256;

/**
 * What a folder holds. Links are not followed. It ends as soon as there is more than `most` of either: then the folder holds at
 * least what it says, and whoever fills a folder faster than it can be read holds nobody up.
 */
export async function sizeOfFiles(
  root: string,
  most: FileUse,
): Promise<FileUse> {
  const total = { bytes: 0, count: 0 };
  const folders = [root];
  for (
    let folder = folders.pop();
    folder !== undefined;
    folder = folders.pop()
  ) {
    for await (const entry of await openFolder(folder)) {
      total.count += 1;
      const path = join(folder, entry.name);
      if (entry.isDirectory()) folders.push(path);
      if (entry.isFile()) total.bytes += await sizeOf(path);
      if (total.count > most.count || total.bytes > most.bytes) return total;
    }
  }
  return total;
}

/** Files and folders come and go while they are counted. */
async function openFolder(folder: string): Promise<Dir | []> {
  return opendir(folder, { bufferSize }).catch(() => []);
}

async function sizeOf(path: string): Promise<number> {
  // The unit of `st_blocks` (stat(3type)).
  return ((await lstat(path).catch(() => null))?.blocks ?? 0) * 512;
}
