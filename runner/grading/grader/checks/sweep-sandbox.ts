import { spawn } from "node:child_process";
import { readlinkSync } from "node:fs";
import { programCommand } from "../../../sandbox/enter.ts";
import { killAll, membersOf, userNamespace } from "../../../sandbox/members.ts";
import { processesOf } from "../../../sandbox/process-table.ts";
import type { SandboxHandle } from "../../../sandbox/sandbox.ts";

/** Kills everything inside but the first process; where the sandbox has them to itself, empties what programs can write. */
const commands = {
  isolated:
    "kill -9 -- -1; shopt -s dotglob nullglob; rm -rf -- /tmp/* /dev/shm/*; exit 0",
  namespaced:
    "kill -9 -- -1; shopt -s dotglob nullglob; rm -rf -- /dev/shm/*; exit 0",
} as const;

/** How long that may take, in milliseconds. A fork bomb leaves no room for the process that does it. */
const insideLimit = 1000;

/** How long programs' parents outside the sandbox may take to reap what was killed inside, in milliseconds. */
const reapGrace = 300;

/** How often new processes are looked for before all are killed: a bomb that is stopped still takes up its room. */
const freezes = 50;

/** The sandbox's processes that are not the submission's: its first process, and the grader's own. */
let residents: ReadonlySet<number> | undefined;

/** The user namespace that the sandbox's processes share; undefined at level `none`. */
let namespace: string | undefined;

/** Notes which processes are there before the first program of the submission. */
export async function recordResidents(sandbox: SandboxHandle): Promise<void> {
  if (residents) return;
  if (sandbox.pid !== null) namespace = userNamespace(sandbox.pid);
  residents = new Set(await membersOfSandbox(sandbox));
}

/** Whether the sandbox has gone from under the grader: the runner, which made it, says why. */
export function isGone({ pid }: SandboxHandle): boolean {
  if (pid === null) return false;
  try {
    // It has no root any more while it waits for the last of its programs to end.
    readlinkSync(`/proc/${pid}/root`);
    return userNamespace(pid) !== namespace;
  } catch {
    // There is no process of this number any more.
    return true;
  }
}

/** Ends all programs of the submission, in whatever session or group they are, and whatever they do against it. */
export async function sweepSandbox(sandbox: SandboxHandle): Promise<void> {
  const swept =
    sandbox.level !== "none" &&
    (await sweepInside(sandbox, commands[sandbox.level]));
  if (!swept) await freeze(sandbox);
  await killAll(() => strangers(sandbox), swept ? reapGrace : 0);
}

/** One call that reaches all at once. Resolves to whether it did. */
async function sweepInside(
  sandbox: SandboxHandle,
  command: string,
): Promise<boolean> {
  const { file, args, env, cwd } = programCommand(sandbox, [
    "/bin/bash",
    "-c",
    command,
  ]);
  const child = spawn(file, args, {
    env,
    cwd,
    detached: true,
    stdio: "ignore",
  });
  const timer = setTimeout(
    () => signal(-(child.pid ?? 0), "SIGKILL"),
    insideLimit,
  );
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("exit", resolve);
    child.once("error", reject);
  });
  clearTimeout(timer);
  return code === 0;
}

/** Stops what is there until nothing new comes, so that none can start another while it is killed. */
async function freeze(sandbox: SandboxHandle): Promise<void> {
  const stopped = new Set<number>();
  for (let left = freezes; left > 0; left--) {
    const fresh = (await strangers(sandbox)).filter((pid) => !stopped.has(pid));
    if (fresh.length === 0) return;
    for (const pid of fresh) {
      signal(pid, "SIGSTOP");
      stopped.add(pid);
    }
  }
}

async function strangers(sandbox: SandboxHandle): Promise<number[]> {
  const members = await membersOfSandbox(sandbox);
  return members.filter((pid) => !residents?.has(pid));
}

async function membersOfSandbox(sandbox: SandboxHandle): Promise<number[]> {
  return namespace === undefined
    ? processesOf(sandbox.id)
    : membersOf(namespace);
}

/** Sends a signal; a process that is gone already is no error. */
function signal(pid: number, name: NodeJS.Signals): void {
  if (pid === 0) return;
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
