import { readdirSync, readlinkSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { LabsError } from "#contract";
import { readStat } from "./process-stat.ts";

/** How long the kernel may take to end processes it has been told to kill, in milliseconds. */
const killTimeout = 10_000;

/** How often to look whether they have ended, at the longest, in milliseconds. */
const longestWait = 50;

/** Names a process's user namespace, which every process of a sandbox shares: those inside, and the graders beside it. */
export function userNamespace(pid: number): string {
  return readlinkSync(`/proc/${pid}/ns/user`);
}

/** The living processes of this machine that stand in a user namespace, as far as this user may see. */
export function membersOf(namespace: string): number[] {
  return listProcesses().filter((pid) => {
    try {
      return userNamespace(pid) === namespace && readStat(pid)?.dead === false;
    } catch {
      // Another user's, a kernel thread, or already gone: none of ours.
      return false;
    }
  });
}

/** The processes of this machine. Linux only. */
export function listProcesses(): number[] {
  return readdirSync("/proc").map(Number).filter(Number.isInteger);
}

/**
 * Kills what `find` returns until it returns nothing. For the first `grace` milliseconds it only waits.
 *
 * @throws LabsError `internal` when processes are left that cannot be killed.
 */
export async function killAll(
  find: () => number[] | Promise<number[]>,
  grace = 0,
): Promise<void> {
  const started = Date.now();
  for (let wait = 1; ; wait = Math.min(wait * 2, longestWait)) {
    const left = await find();
    if (left.length === 0) return;
    const waited = Date.now() - started;
    if (waited > killTimeout) {
      throw new LabsError(
        "internal",
        `The processes ${left.join(", ")} of a lab could not be ended.`,
      );
    }
    if (waited >= grace) left.forEach(kill);
    await delay(wait);
  }
}

/** Kills a process. One that is gone already is no error. */
export function kill(pid: number): void {
  signal(pid, "SIGKILL");
}

/** Sends a signal to a process. One that is gone already is no error. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
