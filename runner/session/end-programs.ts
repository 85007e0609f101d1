import { setTimeout as delay } from "node:timers/promises";
import { LabsError } from "#contract";
import { signal as send } from "../sandbox/members.ts";

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
 *
 * @param watch Begins to watch while it is looked for them; what it answers tells whether the look may have missed one.
 */
export async function endPrograms(
  find: () => Promise<readonly { pid: number }[]>,
  signal: AbortSignal,
  watch: () => () => boolean = () => () => false,
): Promise<void> {
  for (const { how, milliseconds } of steps) {
    const asked = new Set<number>();
    const deadline = performance.now() + milliseconds;
    for (let wait = 2; ; wait = Math.min(wait * 2, longestWait)) {
      const endedMeanwhile = watch();
      const left = await find();
      signal.throwIfAborted();
      if (left.length === 0 && !endedMeanwhile()) return;
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
