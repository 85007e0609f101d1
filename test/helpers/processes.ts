import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { signal } from "../../runner/sandbox/members.ts";
import { readStat } from "../../runner/sandbox/process-stat.ts";

/** The processes of this machine that have a word among their arguments. */
export function processesWith(word: string): number[] {
  return processesWhere((pid) =>
    readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0").includes(word),
  );
}

/** The processes of this machine that have a text in their arguments. */
export function processesMentioning(text: string): number[] {
  return processesWhere((pid) =>
    readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(text),
  );
}

/** The processes for which `holds` is true; it may throw for one that ends meanwhile. */
export function processesWhere(holds: (pid: number) => boolean): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        return holds(pid);
      } catch {
        return false;
      }
    });
}

/** The processes that a process has started, and those that these have started, and so on. */
export function descendantsOf(pid: number): number[] {
  const children = processesWhere(
    (candidate) => readStat(candidate)?.parent === pid,
  );
  return [...children, ...children.flatMap(descendantsOf)];
}

/**
 * Lets a process stand still, and resolves when it does or is gone. A signal is only sent when `kill` returns: until it
 * is taken, the process may still see what happens to others.
 */
export async function standStill(pid: number): Promise<void> {
  signal(pid, "SIGSTOP");
  while (isMoving(pid)) await delay(1);
}

function isMoving(pid: number): boolean {
  try {
    return /^State:\t[RSD]/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
}

let drawn = 0;

/** An argument for `sleep`, days long and like no other on this machine: its process can be found. */
export function uniqueSeconds(): string {
  return `1000000.${process.pid}${String((drawn += 1)).padStart(4, "0")}`;
}
