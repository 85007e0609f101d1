import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { listListeners } from "./listening-ports.ts";
import { listProcesses } from "./members.ts";

/**
 * Which of these terminals a TCP port is held in, each named by a process that lives in it; null where none of them holds it, or
 * this system does not tell. Linux only.
 */
export async function terminalThatHolds(
  port: number,
  terminals: ReadonlyMap<string, number>,
): Promise<string | null> {
  const [any] = terminals.values();
  if (process.platform !== "linux" || any === undefined) return null;
  const sockets = (await listListeners(any))
    .filter((listener) => listener.port === port)
    .map(({ inode }) => `socket:[${inode}]`);
  if (sockets.length === 0) return null;
  const names = new Map<number, string>();
  for (const [name, pid] of terminals) {
    const device = deviceOf(pid);
    if (device !== null) names.set(device, name);
  }
  for (const pid of listProcesses()) {
    const name = names.get(deviceOf(pid) ?? 0);
    if (name !== undefined && holdsOne(pid, sockets)) return name;
  }
  return null;
}

/** The terminal that a process belongs to: field 7 of `/proc/<pid>/stat` (proc_pid_stat(5)); null when it has none. */
function deviceOf(pid: number): number | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The name before it is in parentheses and may hold blanks.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return Number(fields[4]) || null;
  } catch {
    // It has just ended.
    return null;
  }
}

function holdsOne(pid: number, sockets: readonly string[]): boolean {
  const folder = `/proc/${pid}/fd`;
  try {
    return readdirSync(folder).some((descriptor) => {
      try {
        return sockets.includes(readlinkSync(`${folder}/${descriptor}`));
      } catch {
        // Closed meanwhile.
        return false;
      }
    });
  } catch {
    // Another user's, or just ended.
    return false;
  }
}
