import { readFileSync, readlinkSync } from "node:fs";

/** A wait that lasts longer than this outlasts every check, in milliseconds. */
const forGood = 60_000;

/** How a thread stands in the kernel. */
export interface ThreadSleep {
  /**
   * How long it sleeps unless others wake it, in milliseconds, counted from when it fell asleep; Infinity when only others can.
   * Null while it runs, wants a core, works on a disk, or cannot be understood.
   */
  sleeps: number | null;
  /** Whether it sleeps where event loops do: Node's main thread anywhere else computes, blocks, or is about to end. */
  inLoop: boolean;
}

/** Calls that block, by their numbers: what their arguments say of the time they may take. */
interface Calls {
  /** Until something happens, however long that takes. */
  endless: readonly number[];
  /** As those, on a descriptor: on a file they wait for a disk. */
  onDescriptor: readonly number[];
  /** The argument of this index is a time in milliseconds; -1 is for ever. */
  milliseconds: Readonly<Record<number, number>>;
  /** The argument of this index points to a time; 0 is for ever. */
  pointer: Readonly<Record<number, number>>;
  epoll: readonly number[];
}

/** By Node's names of processors. */
const calls: Partial<Record<NodeJS.Architecture, Calls>> = {
  // arch/x86/entry/syscalls/syscall_64.tbl
  x64: {
    // pause, accept, wait4, rt_sigsuspend, waitid, accept4
    endless: [34, 43, 61, 130, 247, 288],
    // read, write, readv, writev, sendto, recvfrom, sendmsg, recvmsg
    onDescriptor: [0, 1, 19, 20, 44, 45, 46, 47],
    // poll, epoll_wait, epoll_pwait
    milliseconds: { 7: 2, 232: 3, 281: 3 },
    // select, rt_sigtimedwait, futex, pselect6, ppoll, epoll_pwait2
    pointer: { 23: 4, 128: 2, 202: 3, 270: 4, 271: 2, 441: 3 },
    epoll: [232, 281],
  },
  // include/uapi/asm-generic/unistd.h
  arm64: {
    // waitid, rt_sigsuspend, accept, accept4, wait4
    endless: [95, 133, 202, 242, 260],
    // read, write, readv, writev, sendto, recvfrom, sendmsg, recvmsg
    onDescriptor: [63, 64, 65, 66, 206, 207, 211, 212],
    // epoll_pwait
    milliseconds: { 22: 3 },
    // pselect6, ppoll, futex, rt_sigtimedwait, epoll_pwait2
    pointer: { 72: 4, 73: 2, 98: 3, 137: 2, 441: 3 },
    epoll: [22],
  },
};

/** What a descriptor must be for a wait on it to be a wait for others. A file may lie on a disk, or with a server. */
const broughtByOthers = /^(pipe|socket|anon_inode):|^\/dev\/(pts\/|tty)/;

const moves: ThreadSleep = { sleeps: null, inLoop: false };

/**
 * How a thread of a process sleeps.
 *
 * @throws when this must not be seen, or the thread is gone
 */
export function threadSleep(pid: number, thread: number): ThreadSleep {
  const task = `/proc/${pid}/task/${thread}`;
  // proc_pid_syscall(5): the number of the call and its arguments, or "running".
  const fields = readFileSync(`${task}/syscall`, "utf8").split(" ");
  const call = sleepIn(pid, fields.map(Number));
  return call.sleeps !== Infinity && isStopped(task)
    ? { sleeps: Infinity, inLoop: false }
    : call;
}

function sleepIn(pid: number, [call, ...args]: number[]): ThreadSleep {
  const known = calls[process.arch];
  if (!known || call === undefined || Number.isNaN(call)) return moves;
  const inLoop = known.epoll.includes(call);
  const until = (sleeps: number | null) => ({ sleeps, inLoop });
  if (known.endless.includes(call)) return until(Infinity);
  if (known.onDescriptor.includes(call))
    return until(isOthers(pid, args[0]) ? Infinity : null);
  const time = known.milliseconds[call];
  if (time !== undefined) {
    const milliseconds = (args[time] ?? 0) | 0;
    const endless = milliseconds < 0 || milliseconds > forGood;
    return until(endless ? Infinity : milliseconds);
  }
  const pointer = known.pointer[call];
  // How long the time is stands in the program's memory, and is not looked for.
  return until(pointer !== undefined && args[pointer] === 0 ? Infinity : null);
}

function isOthers(pid: number, descriptor: number | undefined): boolean {
  return broughtByOthers.test(readlinkSync(`/proc/${pid}/fd/${descriptor}`));
}

/** Whether Ctrl+Z or a signal has put it aside: state T in proc_pid_stat(5), behind the name, which may hold anything. */
function isStopped(task: string): boolean {
  const stat = readFileSync(`${task}/stat`, "utf8");
  return stat.slice(stat.lastIndexOf(")") + 2).startsWith("T");
}
