import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
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
  const entries = await Promise.all(
    listProcesses().map((pid) => readProcess(pid, `${sandboxVariable}=${id}`)),
  );
  return entries.filter((entry) => entry !== null);
}

async function readProcess(pid: number, mark: string): Promise<Process | null> {
  const stat = readStat(pid);
  if (!stat || stat.dead) return null;
  // Another user's cannot be read, and is none of ours.
  const environ = await readFile(`/proc/${pid}/environ`, "utf8").catch(
    () => "",
  );
  return { pid, ...stat, marked: environ.split("\0").includes(mark) };
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
