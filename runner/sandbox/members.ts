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
  return listProcesses().filter(
    (pid) => namespaceOf(pid) === namespace && lives(pid),
  );
}

/**
 * Answers later whether a process of a user namespace has ended since. A program that starts its successor and ends, again and again,
 * is missed by a look at one process after the other. But the kernel lists processes by their numbers, and new ones get higher
 * numbers: one of them is in every list. So where all of a list live on, a look meanwhile has seen whatever there was.
 */
export function watchForEnds(namespace: string): () => boolean {
  const dead = new Set(
    listProcesses().filter(
      (pid) => namespaceOf(pid) === namespace && !lives(pid),
    ),
  );
  const listed = listProcesses().filter((pid) => !dead.has(pid));
  const namespaces = listed.map(namespaceOf);
  const own = listed.filter((_, index) => namespaces[index] === namespace);
  return () => namespaces.includes(gone) || !own.every(lives);
}

/** In place of a namespace's name: there is no process of this number any more. */
const gone = Symbol("gone");

/** Names a process's user namespace; null for another user's. */
function namespaceOf(pid: number): string | typeof gone | null {
  try {
    return userNamespace(pid);
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    return code === "ENOENT" || code === "ESRCH" ? gone : null;
  }
}

function lives(pid: number): boolean {
  return readStat(pid)?.dead === false;
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
