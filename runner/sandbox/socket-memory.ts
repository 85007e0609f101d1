import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import { findTool, script, systemPath } from "./tools.ts";

/** So few sockets cannot hold what matters. Each holds as much as the machine lets a program ask for, which is some MiB. */
const few = 16;

/** How long the kernel may take to tell, in milliseconds: some 10 for a thousand sockets. */
const askTimeout = 5000;

/** Whether the programs of a sandbox have so many sockets that what lies in them must be known. Costs little. */
export function hasManySockets(pid: number): boolean {
  return socketsOf(pid) > few;
}

/**
 * The bytes that lie in the sockets of a sandbox, sent and not yet received: they are no process's memory. Not even a socket that
 * itself lies in another is missed, for the kernel is asked for all that the sandbox's network has. Null where it does not tell.
 */
export async function socketMemory(pid: number): Promise<number | null> {
  const perl = findTool("perl");
  if (!perl) return null;
  const target = ["-t", String(pid), "-U", "-n", "--preserve-credentials"];
  try {
    const { stdout } = await promisify(execFile)(
      "nsenter",
      [...target, "--", perl, "-e", script("socket-memory.pl")],
      { env: { PATH: systemPath }, cwd: "/", timeout: askTimeout },
    );
    return Number(stdout);
  } catch {
    return null;
  }
}

/** The sockets of all protocols: the third column of `/proc/net/protocols`, below its heading. */
function socketsOf(pid: number): number {
  try {
    return readFileSync(`/proc/${pid}/net/protocols`, "latin1")
      .split("\n")
      .slice(1)
      .map((line) => Number(line.trim().split(/\s+/)[2] ?? 0))
      .reduce((sum, count) => sum + count, 0);
  } catch {
    return 0;
  }
}
