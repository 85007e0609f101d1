import { readFileSync } from "node:fs";

/** What Linux tells about a process in `/proc/<pid>/stat`. */
export interface ProcessStat {
  parent: number;
  group: number;
  /** The leader of its session: for what runs in a terminal, the terminal's first process. */
  session: number;
  /** Whether it was stopped by a signal, as by Ctrl+Z, and waits to be continued. */
  stopped: boolean;
  /** When it was started, in ticks of the kernel's clock since the machine was. */
  started: number;
  /** Whether it runs no more: it only waits for its parent, or for the last of its namespace, to be reaped. */
  dead: boolean;
}

/** PF_EXITING of include/linux/sched.h: the process is past its last instruction. */
const exiting = 0x4;

/** Reads what Linux tells about a process; null when there is none of this number. */
export function readStat(pid: number): ProcessStat | null {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  } catch {
    return null;
  }
  // pid (name) state …: the name may hold blanks and parentheses. Fields as in proc_pid_stat(5), from the third on.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const [state, parent, group, session] = fields;
  const [flags, threads] = [Number(fields[6]), Number(fields[17])];
  // The first thread of a program may end before the others, which then run on behind a "zombie".
  const ended = state === "Z" || state === "X" || (flags & exiting) !== 0;
  return {
    parent: Number(parent),
    group: Number(group),
    session: Number(session),
    stopped: state === "T",
    started: Number(fields[19]),
    dead: ended && threads <= 1,
  };
}
