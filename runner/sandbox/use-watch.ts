import { readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { type FileUse, sizeOfFiles } from "./file-use.ts";
import { labLimits } from "./limits.ts";
import {
  type Allowance,
  countWrites,
  fastestFill,
  glancePause,
  watchMachine,
} from "./machine-watch.ts";
import {
  type DescriptorUse,
  useOfDescriptors,
  useOfProcesses,
} from "./process-use.ts";
import { hasManySockets, socketMemory } from "./socket-memory.ts";

/** Programs are ended when the limit could be exceeded before the next glance at the machine. */
const memoryMargin = (fastestFill * glancePause) / 1000;

/** Between two looks at files and descriptors, in milliseconds, at the least and at the most. */
const filesPause = { least: 1000, most: 4000 };

/** A quarter of what the kernel watches for one user (epoll(7)): where nothing is left, every program that asks for more breaks, the runner too. */
const watchesOfALab = readNumber("/proc/sys/fs/epoll/max_user_watches") / 4;

/**
 * Looking at files takes one part in so many of the time, unless the pause would be too long for a machine that is busy; one
 * part in so few where this machine writes so much that the limit could be exceeded.
 */
const filesShare = { usual: 20, hurried: 4 };

/** Where less is left, files are looked at again only when this machine has written this, in bytes. */
const smallestWrite = 32 * 2 ** 20;

const none: FileUse = { bytes: 0, count: 0 };

/** Why a lab was ended that has used up its memory. */
export const tooMuchMemory = `The programs of this lab were about to use more than ${labLimits.memoryBytes / 2 ** 30} GiB of memory together, so they were ended.`;

/** A watch over what the programs of a lab use. */
export interface UseWatch {
  stop(): void;
}

/**
 * Looks at what the programs of a lab use, again and again, and reports once when it exceeds {@link labLimits}, in words fit for a
 * student. It looks at their processes only when this machine has handed out so much since the last look that the
 * limits could be exceeded: an idle lab costs nothing, and a greedy one does not run past them.
 *
 * @param pid The sandbox's first process.
 * @param folder The lab's folder as its programs see it.
 * @param files The same on this machine; null where it need not be counted.
 */
export function watchUse(
  pid: number,
  folder: string,
  files: string | null,
  onExceeded: (reason: string) => void,
): UseWatch {
  const stopping = new AbortController();
  const { signal } = stopping;

  function report(reason: string): void {
    if (signal.aborted) return;
    stop();
    onExceeded(reason);
  }

  /** Bytes in sockets since the look before; null when they must be asked for. */
  let queued: number | null = null;
  let asking = false;
  /** It takes a process, so it is done only where there are many, and the look is taken again when it is known. */
  async function askForQueued(): Promise<void> {
    if (asking) return;
    asking = true;
    queued = (await socketMemory(pid)) ?? 0;
    asking = false;
  }

  function lookAtProcesses(): Pick<Allowance, "bytes" | "processes"> {
    const { processes, memory } = useOfProcesses(pid);
    const asks = queued === null && hasManySockets(pid);
    if (asks) void askForQueued();
    const left = labLimits.memoryBytes - memoryMargin - memory - (queued ?? 0);
    queued = null;
    if (processes > labLimits.processes)
      report(
        `The programs of this lab started more than ${labLimits.processes} processes, so they were ended.`,
      );
    else if (left < 0) report(tooMuchMemory);
    return {
      bytes: asks ? 0 : left,
      processes: labLimits.processes - processes,
    };
  }

  async function watchFiles(): Promise<void> {
    for (let before: FileUse | undefined; !signal.aborted;) {
      const began = performance.now();
      const writes = countWrites();
      const open = await useOfDescriptors(pid, folder);
      const size =
        files === null ? none : await sizeOfFiles(files, enough(before), pid);
      const now = { ...size, bytes: size.bytes + open.nameless };
      const reason = tooManyDescriptors(open) ?? tooManyFiles(now, before);
      if (reason !== null) {
        report(reason);
        return;
      }
      before = now;
      const took = performance.now() - began;
      const pause = Math.min(
        Math.max(filesPause.least, took * filesShare.usual),
        filesPause.most,
      );
      await untilDue(
        { pause, hurried: took * filesShare.hurried },
        writes.moreThan,
        Math.max(labLimits.fileBytes - now.bytes, smallestWrite),
      );
    }
  }

  /** Waits for the pause, or until the machine has written so much, but for the shorter pause at least. */
  async function untilDue(
    { pause, hurried }: { pause: number; hurried: number },
    writtenMoreThan: (bytes: number, signal: AbortSignal) => Promise<void>,
    bytes: number,
  ): Promise<void> {
    const over = new AbortController();
    const ends = { ref: false, signal: over.signal };
    const end = () => over.abort();
    signal.addEventListener("abort", end, { once: true, signal: over.signal });
    try {
      await Promise.race([
        delay(pause, undefined, ends),
        writtenMoreThan(bytes, over.signal).then(() =>
          delay(hurried, undefined, ends),
        ),
      ]);
    } finally {
      over.abort();
    }
  }

  const stopMachine = watchMachine(lookAtProcesses);
  watchFiles().catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });

  function stop(): void {
    stopping.abort();
    stopMachine();
  }
  return { stop };
}

/** Infinite where this machine does not tell. */
function readNumber(file: string): number {
  try {
    return Number(readFileSync(file, "utf8"));
  } catch {
    return Infinity;
  }
}

function tooManyDescriptors({
  descriptors,
  watches,
}: DescriptorUse): string | null {
  if (watches > watchesOfALab)
    return "The programs of this lab watched so many files and sockets at once that none would have been left for others, so they were ended.";
  if (descriptors <= labLimits.descriptors) return null;
  return `The programs of this lab opened more than ${labLimits.descriptors} files and sockets, so they were ended.`;
}

/** Beyond this it need not be known how much it is. The first look tells what is there from before, however much. */
function enough(before: FileUse | undefined): FileUse {
  return {
    count: before ? Math.max(labLimits.fileCount, before.count) : Infinity,
    bytes: before ? Math.max(labLimits.fileBytes, before.bytes) : Infinity,
  };
}

/** What is too much already may stay, or a student could never delete it in a terminal: only more of it is too much. */
function tooManyFiles(
  now: FileUse,
  before: FileUse | undefined,
): string | null {
  const { fileBytes, fileCount } = labLimits;
  if (!before) return null;
  if (now.count > fileCount && now.count > before.count)
    return `The lab's folder holds more than ${fileCount} files, so its programs were ended. Delete what is not needed.`;
  if (now.bytes > fileBytes && now.bytes > before.bytes)
    return `The files of this lab grew beyond ${fileBytes / 2 ** 20} MiB, so its programs were ended. Delete what is not needed.`;
  return null;
}
