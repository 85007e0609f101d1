import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";

/**
 * The process group in the foreground of the terminal that `pid` lives in, as this machine numbers it; null when
 * there is none. The kernel translates the number, so this also works for a terminal whose programs have a process table of their own.
 */
export async function foregroundGroup(pid: number): Promise<number | null> {
  const group =
    process.platform === "linux" ? await fromProc(pid) : await fromPs(pid);
  return Number.isInteger(group) && group > 1 ? group : null;
}

/**
 * The id by which a process knows itself in the innermost of its PID namespaces (`NSpid` in proc_pid_status(5)); null when there
 * is no such process, or no such namespaces on this system.
 */
export async function innerPid(pid: number): Promise<number | null> {
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
  const ids = /^NSpid:\s+(.*)$/m.exec(status)?.[1]?.split(/\s+/);
  return ids ? Number(ids.at(-1)) : null;
}

/** Field 8 of `/proc/<pid>/stat` (proc_pid_stat(5)); the name before it is in parentheses and may hold spaces. */
async function fromProc(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[5]);
}

async function fromPs(pid: number): Promise<number> {
  const { stdout } = await promisify(execFile)("ps", [
    "-o",
    "tpgid=",
    "-p",
    String(pid),
  ]).catch(() => ({ stdout: "" }));
  return Number(stdout.trim());
}
