import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import { sandboxVariable } from "./enter.ts";
import { listProcesses } from "./members.ts";
import { readStat } from "./process-stat.ts";
import type { Program } from "./sandbox.ts";

interface Process extends Program {
  /** Whether its environment carries the sandbox's id. */
  marked: boolean;
}

const run = promisify(execFile);

/**
 * The processes of a sandbox at level `none`: those whose environment carries its id, and their descendants and
 * process groups. What clears its environment, leaves its group and loses its parent is not found.
 */
export async function programsOf(id: string): Promise<Program[]> {
  const table =
    process.platform === "linux" ? await readProc(id) : await readPs(id);
  const members = new Set(
    table.filter((entry) => entry.marked).map((entry) => entry.pid),
  );
  for (let before = -1; before !== members.size;) {
    before = members.size;
    for (const { pid, parent, group } of table)
      if (members.has(parent) || members.has(group)) members.add(pid);
  }
  members.delete(process.pid);
  return table.filter(({ pid }) => members.has(pid));
}

/** The numbers of the same. */
export async function processesOf(id: string): Promise<number[]> {
  return (await programsOf(id)).map(({ pid }) => pid);
}

async function readProc(id: string): Promise<Process[]> {
  const mark = `${sandboxVariable}=${id}`;
  // What is older than this process, it has not started.
  const oldest = readStat(process.pid)?.started ?? 0;
  const table = listProcesses().flatMap((pid) => {
    const stat = readStat(pid);
    return stat && !stat.dead ? [{ pid, ...stat }] : [];
  });
  return Promise.all(
    table.map(async (entry) => ({
      ...entry,
      marked:
        entry.started >= oldest &&
        (await variablesOf(entry.pid)).includes(mark),
    })),
  );
}

/** How long to wait before an environment is read again that was empty or closed, in milliseconds: a program's is, while it becomes another program, which takes longer where it must wait for a processor. */
const pauses = [1, 1, 2, 4, 8, 16, 32];

/** The environment of a process; empty for another user's, which is none of ours, and for what has none. */
async function variablesOf(pid: number): Promise<string[]> {
  for (const pause of [...pauses, null]) {
    // In one go: what becomes another program between opening and reading has none, either.
    const environment = readIfThere(`/proc/${pid}/environ`);
    if (environment) return environment.split("\0");
    if (!isOurs(readIfThere(`/proc/${pid}/status`))) return [];
    if (pause !== null) await delay(pause);
  }
  return [];
}

/** Whether a process is a program of this user, by its `/proc/<pid>/status`: the kernel's own have no memory of their own. */
function isOurs(status: string | null): boolean {
  const user = /^Uid:\t(\d+)/m.exec(status ?? "")?.[1];
  return user === String(process.getuid?.()) && /^VmSize:/m.test(status ?? "");
}

function readIfThere(file: string): string | null {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return null;
  }
}

/** macOS. Not tried by the tests, which run on Linux. `-E` shows the environments of this user's own programs. */
async function readPs(id: string): Promise<Process[]> {
  const { stdout } = await run(
    "/bin/ps",
    ["-axwwE", "-o", "pid=,ppid=,pgid=,stat=,command="],
    { maxBuffer: 2 ** 26 },
  );
  return stdout.split("\n").flatMap((line) => {
    const [pid, parent, group, state, ...command] = line.trim().split(/\s+/);
    if (!pid || state?.startsWith("Z")) return [];
    const marked = command.includes(`${sandboxVariable}=${id}`);
    return [
      {
        pid: Number(pid),
        parent: Number(parent),
        group: Number(group),
        // Its number is no process id there.
        session: 0,
        stopped: state?.startsWith("T") ?? false,
        marked,
      },
    ];
  });
}
