import { spawn } from "node:child_process";
import { once } from "node:events";
import { lstat, opendir } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { findTool, systemPath } from "./tools.ts";

/** What a folder holds, with all folders in it. */
export interface FileUse {
  bytes: number;
  count: number;
}

/** Names are read in pieces of so many, so that a folder of a million does not hold the runner up. */
const bufferSize = 256;

/** What Node shows of a name that is no UTF-8: nothing can be reached by it. */
const unnameable = "\ufffd";

/** What came or went while it was counted. */
const gone = ["ENOENT", "ENOTDIR"];

/**
 * What a folder holds. Links are not followed. It ends as soon as there is more than `most` of either: then the folder holds at
 * least what it says, and whoever fills a folder faster than it can be read holds nobody up.
 *
 * @param pid A process of a user namespace whose root may read what a program there has closed to itself.
 */
export async function sizeOfFiles(
  root: string,
  most: FileUse,
  pid: number,
): Promise<FileUse> {
  return (await countHere(root, most)) ?? (await countByFind(root, most, pid));
}

/** Null when something cannot be reached from here: it is closed to this user, its path is too long, or its name is no text. */
async function countHere(root: string, most: FileUse): Promise<FileUse | null> {
  const total = { bytes: 0, count: 0 };
  const folders = [root];
  try {
    for (
      let folder = folders.pop();
      folder !== undefined;
      folder = folders.pop()
    ) {
      for await (const entry of await openFolder(folder)) {
        if (entry.name.includes(unnameable)) return null;
        total.count += 1;
        const path = join(folder, entry.name);
        if (entry.isDirectory()) folders.push(path);
        total.bytes += await sizeOf(path);
        if (isMore(total, most)) return total;
      }
    }
    return total;
  } catch {
    return null;
  }
}

function openFolder(folder: string) {
  return opendir(folder, { bufferSize }).catch((error: unknown) => {
    if (isGone(error)) return [];
    throw error;
  });
}

async function sizeOf(path: string): Promise<number> {
  try {
    // The unit of `st_blocks` (stat(3type)).
    return (await lstat(path)).blocks * 512;
  } catch (error) {
    if (isGone(error)) return 0;
    throw error;
  }
}

function isGone(error: unknown): boolean {
  return gone.includes((error as NodeJS.ErrnoException).code ?? "");
}

/** `find` goes down folder by folder, however deep, whatever their names are, and in the sandbox's user namespace into all of them. */
async function countByFind(
  root: string,
  most: FileUse,
  pid: number,
): Promise<FileUse> {
  const total = { bytes: 0, count: 0 };
  if (!findTool("find")) return total;
  const child = spawn(
    "nsenter",
    [
      ...["-t", String(pid), "-U", "--preserve-credentials", "--"],
      ...["find", "-P", root, "-mindepth", "1", "-printf", "%b\n"],
    ],
    {
      cwd: "/",
      env: { PATH: systemPath },
      stdio: ["ignore", "pipe", "ignore"],
    },
  );
  const ended = once(child, "close").catch(() => undefined);
  try {
    for await (const blocks of createInterface({ input: child.stdout })) {
      total.count += 1;
      total.bytes += Number(blocks) * 512;
      if (isMore(total, most)) break;
    }
  } finally {
    child.kill("SIGKILL");
    await ended;
  }
  return total;
}

function isMore(total: FileUse, most: FileUse): boolean {
  return total.count > most.count || total.bytes > most.bytes;
}
