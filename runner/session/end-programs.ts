import { setTimeout as delay } from "node:timers/promises";
import { LabsError } from "#contract";
import { listProcesses, signal as send } from "../sandbox/members.ts";
import { readStat } from "../sandbox/process-stat.ts";

/** What programs are sent that no terminal can reach any more, and how long they may take over it, in milliseconds. */
const steps = [
  { how: "SIGINT", milliseconds: 3000 },
  { how: "SIGTERM", milliseconds: 2000 },
  { how: "SIGKILL", milliseconds: 3000 },
] as const;

/** How often to look whether they have ended, at the longest, in milliseconds. */
const longestWait = 50;

/**
 * Ends the programs that `find` tells, and those that they start meanwhile: each is first asked as Ctrl+C would ask it, so
 * that its clean-up code runs, and what is suspended is woken up for it. Throws `busy` when some are left, as of a program
 * that starts others faster than they can be ended.
 */
export async function endPrograms(
  find: () => Promise<readonly { pid: number }[]>,
  signal: AbortSignal,
): Promise<void> {
  for (const { how, milliseconds } of steps) {
    const asked = new Set<number>();
    const deadline = performance.now() + milliseconds;
    for (let wait = 2; ; wait = Math.min(wait * 2, longestWait)) {
      let left = await find();
      if (left.length === 0) {
        const endedMeanwhile = watchForEnds();
        left = await find();
        if (left.length === 0 && !endedMeanwhile()) return;
      }
      signal.throwIfAborted();
      if (performance.now() > deadline) break;
      for (const { pid } of left) {
        if (asked.has(pid)) continue;
        asked.add(pid);
        send(pid, how);
        send(pid, "SIGCONT");
      }
      await delay(wait, undefined, { signal });
    }
  }
  throw new LabsError("busy", "Not all programs of the lab could be ended.", {
    hint: "Stop all ends them together with the terminals' shells.",
    learnerSafe: true,
  });
}

/**
 * Answers later whether a process of this machine has ended since. A program that starts its successor and ends, again and again, is
 * missed by a look at one process after the other. But the kernel lists processes by their numbers, and new ones get higher numbers:
 * one of them is in every list. So where all of a list live on, a look meanwhile has seen whatever there was.
 */
function watchForEnds(): () => boolean {
  if (process.platform !== "linux") return () => false;
  const dead = new Set(listProcesses().filter((pid) => !lives(pid)));
  const living = listProcesses().filter((pid) => !dead.has(pid));
  return () => !living.every(lives);
}

function lives(pid: number): boolean {
  return readStat(pid)?.dead === false;
}
