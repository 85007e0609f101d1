import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";

/** A TCP port that is listened on, and the inode of the socket that does. */
export interface Listener {
  port: number;
  inode: number;
}

/** The state LISTEN in `/proc/net/tcp` (include/net/tcp_states.h). */
const listen = "0A";

/**
 * The TCP ports that are listened on in the network of a process, such as a sandbox's holder: "self" in a grader that
 * stands in the sandbox's network. Linux only.
 */
export async function listeningPorts(
  pid: number | "self",
): Promise<Set<number>> {
  return new Set((await listListeners(pid)).map(({ port }) => port));
}

/**
 * How many TCP sockets there are in the network of this process; null where the kernel does not say. It takes microseconds, and the table
 * of {@link listeningPorts} milliseconds: the kernel goes through the sockets of the whole machine for it.
 */
export function countSockets(): number | null {
  try {
    return ["sockstat", "sockstat6"]
      .map((name) => readFileSync(`/proc/self/net/${name}`, "utf8"))
      .map((text) => Number(/^TCP6?: inuse (\d+)/m.exec(text)?.[1] ?? 0))
      .reduce((sum, count) => sum + count, 0);
  } catch {
    return null;
  }
}

/** The listening TCP sockets in the network of a process, IPv4 and IPv6. Linux only. */
export async function listListeners(pid: number | "self"): Promise<Listener[]> {
  const tables = await Promise.all(
    ["tcp", "tcp6"].map((table) => readTable(`/proc/${pid}/net/${table}`)),
  );
  return tables.flatMap(parseListeners);
}

/** Reads the format of `/proc/net/tcp`: a header, then one socket a line. */
export function parseListeners(table: string): Listener[] {
  return table
    .split("\n")
    .slice(1)
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => fields[3] === listen)
    .map((fields) => ({
      port: parseInt(fields[1]?.split(":")[1] ?? "", 16),
      inode: Number(fields[9]),
    }));
}

async function readTable(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    // No IPv6 on this machine, or the process has just ended: nothing listens.
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ESRCH" || code === "EINVAL") return "";
    throw error;
  }
}
