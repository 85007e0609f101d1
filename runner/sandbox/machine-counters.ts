import { readFileSync } from "node:fs";

/** What this machine has handed out since it was started. */
export interface MachineCounters {
  /** Bytes of memory, counted anew each time that they are handed out. Only grows. */
  allocated: number;
  /** The number of the process or thread that was started last. Grows by one with each, and begins anew at the highest. */
  lastStarted: number;
  /** Bytes that were written to files on disks, those counted twice that have reached the disk. Only grows. */
  written: number;
}

/** Pages are this large on x86-64, and no smaller elsewhere: what is counted in larger ones would be counted short. */
const pageBytes = process.arch === "x64" ? 4096 : 65_536;

/** Reads the counters of `/proc/vmstat` and `/proc/loadavg` (proc(5)), which takes the kernel some 50 µs; null where there are none. */
export function readMachineCounters(): MachineCounters | null {
  try {
    const counters = readFileSync("/proc/vmstat", "latin1");
    const pages = Array.from(
      counters.matchAll(/^pgalloc_\w+ (\d+)$/gm),
      ([, count]) => Number(count),
    );
    const dirtied = Number(/^nr_dirtied (\d+)$/m.exec(counters)?.[1]);
    // What goes around the page cache (O_DIRECT) is in this one only. It is in KiB.
    const pagedOut = Number(/^pgpgout (\d+)$/m.exec(counters)?.[1]);
    const load = readFileSync("/proc/loadavg", "latin1");
    const lastStarted = Number(/ (\d+)\s*$/.exec(load)?.[1]);
    const written = dirtied * pageBytes + pagedOut * 1024;
    if (pages.length === 0 || Number.isNaN(lastStarted + written)) return null;
    const allocated = pages.reduce((sum, count) => sum + count) * pageBytes;
    return { allocated, lastStarted, written };
  } catch {
    // Some containers hide them.
    return null;
  }
}
