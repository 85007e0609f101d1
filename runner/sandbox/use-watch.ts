import { availableParallelism } from "node:os";
import { type FileUse, sizeOfFiles } from "./file-use.ts";
import { labLimits } from "./limits.ts";
import {
  type DescriptorUse,
  useOfDescriptors,
  useOfProcesses,
} from "./process-use.ts";

/**
 * How fast programs can fill memory, in bytes per second: a core of a fast machine clears 3 GiB of new pages a second, and from
 * four cores on the memory itself is the limit.
 */
const fastestFill = Math.min(availableParallelism(), 4) * 3 * 2 ** 30;

/** Between two looks at the memory, in milliseconds, at the least: a look may take some of them. */
const shortestPause = 40;

/** So many processes may be the beginning of a fork bomb: it doubles them at every step. */
const manyProcesses = labLimits.processes / 4;

/** Between two looks at files and descriptors, in milliseconds, at the least. */
const filesPause = 1000;

/** Looking at files takes at most one part in so many of the time. */
const filesShare = 20;

/** Programs are ended when the limit could be exceeded before the next look. */
const memoryMargin = (fastestFill * shortestPause) / 1000;

/** A watch over what the programs of a lab use. */
export interface UseWatch {
  stop(): void;
}

/**
 * Looks at what the programs of a lab use, again and again, and reports once when it exceeds {@link labLimits}, in words fit for a
 * student. It looks the more often the less memory is left to the limit, so that programs cannot run past it in between.
 *
 * @param pid The sandbox's first process.
 * @param files The lab's folder on this machine.
 */
export function watchUse(
  pid: number,
  files: string,
  onExceeded: (reason: string) => void,
): UseWatch {
  let stopped = false;
  const timers = new Set<NodeJS.Timeout>();

  function stop(): void {
    stopped = true;
    for (const timer of timers) clearTimeout(timer);
  }

  function after(pause: number, look: () => void): void {
    if (stopped) return;
    const timer = setTimeout(() => {
      timers.delete(timer);
      look();
    }, pause).unref();
    timers.add(timer);
  }

  function report(reason: string): void {
    if (stopped) return;
    stop();
    onExceeded(reason);
  }

  function lookAtProcesses(): void {
    const { processes, memory } = useOfProcesses(pid);
    const left = labLimits.memoryBytes - memoryMargin - memory;
    if (processes > labLimits.processes)
      return report(
        `The programs of this lab started more than ${labLimits.processes} processes, so they were ended.`,
      );
    if (left < 0)
      return report(
        `The programs of this lab were about to use more than ${labLimits.memoryBytes / 2 ** 30} GiB of memory together, so they were ended.`,
      );
    const pause =
      processes > manyProcesses ? shortestPause : (left / fastestFill) * 1000;
    after(Math.max(shortestPause, pause), lookAtProcesses);
  }

  let before: FileUse | undefined;
  async function lookAtFiles(): Promise<void> {
    const began = performance.now();
    const open = useOfDescriptors(pid);
    const size = await sizeOfFiles(files, labLimits.fileCount);
    const now = { ...size, bytes: size.bytes + open.nameless };
    const reason = tooManyDescriptors(open) ?? tooManyFiles(now, before);
    if (reason !== null) {
      report(reason);
      return;
    }
    before = now;
    const took = performance.now() - began;
    after(Math.max(filesPause, took * filesShare), () => void lookAtFiles());
  }

  after(shortestPause, lookAtProcesses);
  void lookAtFiles();
  return { stop };
}

function tooManyDescriptors({ descriptors }: DescriptorUse): string | null {
  if (descriptors <= labLimits.descriptors) return null;
  return `The programs of this lab opened more than ${labLimits.descriptors} files and sockets, so they were ended.`;
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
