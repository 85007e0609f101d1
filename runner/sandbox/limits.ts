import { release } from "node:os";

/** The limits of every program in a sandbox. Sizes in KiB, as `ulimit` has them. */
export const programLimits = {
  /** Enough for 1023 ZeroMQ sockets with several peers each, few enough that descriptors cannot use up the machine. */
  openFiles: 4096,
  /** Processes and threads of one sandbox. A Node program with ZeroMQ has 13: some 40 programs. */
  tasks: 512,
  /**
   * Private writable memory of one process, used or not. Node with ZeroMQ has 0.6 GiB before it does anything (stacks of
   * threads, space for code), which leaves ten times what a lesson needs.
   */
  dataKiB: 1536 * 1024,
  /** The largest file a program can write: a log that never ends stops here. */
  fileKiB: 64 * 1024,
} as const;

/**
 * The limits in the order in which our scripts take them: open files, tasks, data, file size; "-" for none.
 *
 * @param held Whether the sandbox has a user namespace of its own, in which tasks can be counted.
 */
export function programUlimits({ held }: { held: boolean }): string[] {
  const { openFiles, tasks, dataKiB, fileKiB } = programLimits;
  const counted = held && tasksAreCountedPerSandbox;
  return [openFiles, counted ? tasks : "-", dataKiB, fileKiB].map(String);
}

/**
 * The one capability of a sandbox's first process. It allows nothing in a user namespace. But the kernel lets nobody trace or take
 * over a process that has a capability which he lacks, or change its share of the processor, and programs have none.
 */
export const shield = "wake_alarm";

/**
 * How far programs stand back when the processor is busy, as `nice` has it, so that a lab out of control leaves the runner and the
 * terminals of others usable.
 */
export const politeness = {
  /** A third of what the runner and the student's own programs get. */
  terminals: 5,
  /** Two thirds: the student waits for it. With 5 a check took 1.4 times as long beside busy cores, with 0 no less than with 2. */
  grading: 2,
} as const;

/**
 * What the kernel hands out to each user a number of, and to a sandbox these. An editor or `tail -f` takes an instance and a few
 * watches; a user has 128 instances and, on older machines, 8192 watches.
 */
const fileWatches = { instances: 16, watches: 1024 } as const;

/** The limits of all programs of a sandbox together: see `use-watch.ts`, and `lab-cap.ts` for what the kernel may hold. */
export const labLimits = {
  /** Memory: some twenty Node programs, and half of what a small laptop has. */
  memoryBytes: 2 * 2 ** 30,
  /** Processes and threads, where the kernel caps them: more than the programs of forty terminals have. */
  tasks: 1024,
  /** Processes: no lesson needs fifty, and a fork bomb has so many within a second. */
  processes: 128,
  /** Open files, pipes and sockets: forty programs with 250 each. The kernel keeps up to 200 KiB for each of them. */
  descriptors: 10_000,
  /** What the lab's folder may take on the disk: the student's programs are a few KiB, their logs perhaps a few MiB. */
  fileBytes: 512 * 2 ** 20,
  /** Files in the lab's folder. */
  fileCount: 10_000,
} as const;

/** The limits of a sandbox's own file systems, which live in memory. */
export const temporaryFiles = {
  /** Bytes in the lab's folder where that lives in memory, and in a grader's own folder. */
  labBytes: 64 * 1024 * 1024,
  /** Bytes in `/tmp`. */
  tmpBytes: 64 * 1024 * 1024,
  /** Bytes in `/dev/shm`. */
  sharedMemoryBytes: 16 * 1024 * 1024,
  /** Files in each of them: a file takes about 1 KiB of the kernel's memory, however small it is. */
  files: 10_000,
} as const;

/**
 * The highest process number in a sandbox's own PID namespace, as an upper limit on its tasks; null where the kernel
 * has one number for the whole machine, which must not be touched. It holds even for the host's root, whom
 * the kernel exempts from the limit on tasks. Linux 6.14 made it a property of the namespace.
 */
const highestProcessNumber: number | null = kernelAtLeast(6, 14) ? 1024 : null;

/** What a sandbox's counters are set to, in the order in which our scripts take them; "-" for what this kernel does not count apart. */
export const ownCounters: string[] = [
  highestProcessNumber ?? "-",
  fileWatches.instances,
  fileWatches.watches,
].map(String);

/** Linux 5.14 counts a user's tasks in each user namespace apart; before that the student's whole desktop would count. */
export const tasksAreCountedPerSandbox = kernelAtLeast(5, 14);

function kernelAtLeast(major: number, minor: number): boolean {
  if (process.platform !== "linux") return false;
  const [ownMajor = 0, ownMinor = 0] = release().split(".").map(Number);
  return ownMajor > major || (ownMajor === major && ownMinor >= minor);
}
