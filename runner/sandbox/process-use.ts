import { readFileSync, readdirSync, readlinkSync, statSync } from "node:fs";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { labLimits, programLimits } from "./limits.ts";

/** What the processes of a sandbox hold together. */
export interface ProcessUse {
  processes: number;
  /** Bytes they have for themselves or share with each other, in memory or swapped out, and the tables of their pages. */
  memory: number;
}

/** What they hold by way of file descriptors. */
export interface DescriptorUse {
  descriptors: number;
  /** Bytes in files that have no name any more, so that no folder shows them; at most so many where they are only mapped. */
  nameless: number;
  /** How many descriptors the kernel may be watching for them at most (epoll): each process's watchers times its descriptors. */
  watches: number;
}

/**
 * Adds up what the processes of a sandbox use. It reads without waiting in between: `/proc` is memory, and a thread pool would
 * take ten times as long.
 *
 * @param pid The sandbox's first process.
 */
export function useOfProcesses(pid: number): ProcessUse {
  const folders = processFolders(pid);
  // So many are too many whatever they use.
  const read = folders.slice(0, labLimits.processes);
  const memory = read.map(residentMemory).reduce(add, 0);
  return { processes: folders.length, memory };
}

/**
 * Adds up what the processes of a sandbox have open, one process in each turn of the event loop. It stops counting once that is too much.
 *
 * @param lab The lab's folder as its programs see it.
 */
export async function useOfDescriptors(
  pid: number,
  lab: string,
): Promise<DescriptorUse> {
  const total = { descriptors: 0, nameless: 0, watches: 0 };
  const seen = new Set<string>();
  for (const process of processFolders(pid)) {
    const folder = livingThread(process);
    const names = list(join(folder, "fd"));
    total.descriptors += names.length;
    if (total.descriptors > labLimits.descriptors) break;
    let watchers = 0;
    for (const name of names) {
      const open = join(folder, "fd", name);
      total.nameless += namelessBytes(open, seen);
      if (isWatcher(open)) watchers += 1;
    }
    total.watches += watchers * names.length;
    total.nameless += mappedBytes(folder, lab, seen);
    await setImmediate();
  }
  return total;
}

/** The sandbox's own view of its processes: as short as it is, whatever else runs on this machine. */
function processFolders(pid: number): string[] {
  const proc = `/proc/${pid}/root/proc`;
  return list(proc)
    .filter((name) => /^\d+$/.test(name))
    .map((name) => join(proc, name));
}

/**
 * Where a process shows what it has. Its first thread may end before the others: they go on with all that it had, and it shows nothing
 * any more.
 */
function livingThread(process: string): string {
  if (hasMemory(process)) return process;
  const threads = list(join(process, "task")).map((name) =>
    join(process, "task", name),
  );
  return threads.find(hasMemory) ?? process;
}

function hasMemory(folder: string): boolean {
  return read(join(folder, "status")).includes("RssAnon:");
}

function residentMemory(process: string): number {
  const own = read(join(process, "status"));
  const status = own.includes("RssAnon:")
    ? own
    : read(join(livingThread(process), "status"));
  const kibibytes = [
    ...status.matchAll(/^(?:RssAnon|RssShmem|VmSwap|VmPTE):\s*(\d+) kB/gm),
  ].map(([, size]) => Number(size));
  return kibibytes.reduce(add, 0) * 1024;
}

/**
 * The most that files of the lab can take which have no name any more and are mapped: the kernel tells which, but to an ordinary user not
 * how large. A line of `maps` is such as `7f…-7f… r--s 00000000 fe:00 1234 /lab/file (deleted)` (proc_pid_maps(5)).
 */
function mappedBytes(folder: string, lab: string, seen: Set<string>): number {
  let total = 0;
  for (const line of read(join(folder, "maps")).split("\n")) {
    const [, device = "", inode = "", path = ""] =
      /^\S+ \S+ \S+ (\S+) (\d+) +(.*) \(deleted\)$/.exec(line) ?? [];
    const name = `${numberOf(device)}:${inode}`;
    if (!path.startsWith(`${lab}/`) || seen.has(name)) continue;
    seen.add(name);
    total += programLimits.fileKiB * 1024;
  }
  return total;
}

/** The number of a device as `stat` has it (makedev(3)), from `major:minor` in hexadecimal. */
function numberOf(device: string): number {
  const [major = 0, minor = 0] = device
    .split(":")
    .map((part) => parseInt(part, 16));
  return (minor & 0xff) | ((major & 0xfff) << 8) | ((minor & ~0xff) << 12);
}

/** What a descriptor leads to counts once, however many lead to it. */
function namelessBytes(path: string, seen: Set<string>): number {
  try {
    const file = statSync(path);
    const name = `${file.dev}:${file.ino}`;
    if (!file.isFile() || file.nlink > 0 || seen.has(name)) return 0;
    seen.add(name);
    // The unit of `st_blocks` (stat(3type)).
    return file.blocks * 512;
  } catch {
    return 0;
  }
}

function isWatcher(path: string): boolean {
  try {
    return readlinkSync(path) === "anon_inode:[eventpoll]";
  } catch {
    return false;
  }
}

/** A process that has ended meanwhile has and uses nothing. */
function list(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

function add(sum: number, size: number): number {
  return sum + size;
}
