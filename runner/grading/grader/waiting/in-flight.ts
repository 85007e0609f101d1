import { readdirSync, readFileSync, readlinkSync } from "node:fs";

/** One TCP socket in the kernel's table. */
interface Row {
  /** Address and port of its own end, and of the other one. */
  local: string;
  remote: string;
  listens: boolean;
  inode: string;
  /** Whether the kernel still has bytes of it to deliver, and the other end takes them. */
  sends: boolean;
}

/** The state LISTEN (include/net/tcp_states.h). */
const listen = "0A";

/** What the kernel waits for (tcp_diag, `tr` in the table): that sent bytes are acknowledged, or that the other end has room again. */
const timers = { unacknowledged: "01", noRoom: "04" };

/**
 * Whether bytes are on their way between sockets of these processes and any others: sent, and not yet in the queue of the
 * receiver. A peer that has no room left does not count: only by its own doing it gets some. True when it cannot be seen.
 */
export function isInFlight(pids: readonly number[]): boolean {
  try {
    const inodes = new Set(pids.flatMap(socketsOf));
    const rows = ["tcp", "tcp6"].flatMap(readTable);
    const ends = new Set(
      rows
        .filter(({ inode, listens }) => !listens && inodes.has(inode))
        .flatMap(({ local, remote }) => [local + remote, remote + local]),
    );
    return rows.some(
      ({ sends, local, remote }) => sends && ends.has(local + remote),
    );
  } catch {
    return true;
  }
}

function socketsOf(pid: number): string[] {
  return readdirSync(`/proc/${pid}/fd`).flatMap((descriptor) => {
    const target = orNothing(() =>
      readlinkSync(`/proc/${pid}/fd/${descriptor}`),
    );
    return /^socket:\[(\d+)\]$/.exec(target)?.[1] ?? [];
  });
}

/** Fields as in proc_net(5): a header, then `sl local remote state tx:rx timer:when …`; the inode is the tenth. */
function readTable(name: string): Row[] {
  // Where the machine has no IPv6, it has no table of it.
  return orNothing(() => readFileSync(`/proc/self/net/${name}`, "utf8"))
    .split("\n")
    .slice(1, -1)
    .map((line) => line.trim().split(/\s+/))
    .map(([, local = "", remote = "", state, queues = "", timer, ...rest]) => {
      const kind = timer?.slice(0, 2);
      const unsent = !queues.startsWith("00000000:");
      return {
        local: shorten(local),
        remote: shorten(remote),
        listens: state === listen,
        inode: rest[3] ?? "",
        sends:
          kind === timers.unacknowledged || (unsent && kind !== timers.noRoom),
      };
    });
}

/** The last 32 bits of the address and the port: an IPv4 address is the same in both tables then. */
function shorten(end: string): string {
  return end.slice(-"0100007F:0050".length);
}

/** What is not there, or no longer, has nothing to say. */
function orNothing(read: () => string): string {
  try {
    return read();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return "";
    throw error;
  }
}
