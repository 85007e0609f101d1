import { execFile } from "node:child_process";
import { readFileSync, readlinkSync } from "node:fs";
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
  const table = listProcesses().flatMap((pid) => {
    const stat = readStat(pid);
    return stat && !stat.dead ? [{ pid, ...stat }] : [];
  });
  return Promise.all(
    table.map(async (entry) => ({
      ...entry,
      marked: (await variablesOf(entry.pid)).includes(mark),
    })),
  );
}

/** How often an environment is read that is empty, a millisecond apart: a program's is, while it becomes another program. */
const readings = 5;

/** The environment of a process; empty for another user's, which is none of ours, and for what has none. */
async function variablesOf(pid: number): Promise<string[]> {
  try {
    for (let left = readings; left > 0; left -= 1) {
      // In one go: what becomes another program between opening and reading has none, either.
      const environment = readFileSync(`/proc/${pid}/environ`, "utf8");
      if (environment !== "") return environment.split("\0");
      // The kernel's own have no program.
      readlinkSync(`/proc/${pid}/exe`);
      await delay(1);
    }
  } catch {
    // Another user's, or gone.
  }
  return [];
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
