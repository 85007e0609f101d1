import { readFile, readdir, lstat } from "node:fs/promises";
import { join } from "node:path";
import { labLimits } from "./limits.ts";

/** How often the memory of a lab is looked at, in milliseconds: two cores can fill about 1 GiB in this time. */
const memoryInterval = 250;

/** How often the files of a lab are looked at, in multiples of `memoryInterval`. */
const filesEvery = 4;

/** A watch over what the programs of a lab use. */
export interface UseWatch {
  stop(): void;
}

/**
 * Looks at the memory and the files of a lab from time to time and reports once when they exceed {@link labLimits}, in words fit for a
 * student. It is for machines that have nothing better: what the kernel limits, it limits at once.
 *
 * @param pid The sandbox's first process.
 * @param files The lab's folder on this machine.
 */
export function watchUse(
  pid: number,
  files: string,
  onExceeded: (reason: string) => void,
): UseWatch {
  let rounds = 0;
  let timer = setTimeout(look, memoryInterval);
  timer.unref();
  let stopped = false;

  async function findExcess(): Promise<string | null> {
    const { memoryBytes, fileBytes, fileCount } = labLimits;
    if ((await memoryOf(pid)) > memoryBytes) {
      return `The programs of this lab used more than ${memoryBytes / 2 ** 30} GiB of memory together, so they were ended.`;
    }
    if (rounds++ % filesEvery !== 0) return null;
    const { bytes, count } = await sizeOf(files);
    if (bytes > fileBytes)
      return `The files of this lab grew beyond ${fileBytes / 2 ** 20} MiB, so its programs were ended. Delete what is not needed.`;
    if (count > fileCount)
      return `The lab's folder holds more than ${fileCount} files, so its programs were ended. Delete what is not needed.`;
    return null;
  }

  function look(): void {
    void findExcess().then((reason) => {
      if (stopped) return;
      if (reason === null) {
        timer = setTimeout(look, memoryInterval);
        timer.unref();
      } else {
        onExceeded(reason);
      }
    });
  }

  return {
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}

/** The memory in bytes that the processes of a sandbox have for themselves, or share with each other. */
export async function memoryOf(pid: number): Promise<number> {
  // The sandbox's own view of its processes: as short as it is, whatever else runs on this machine.
  const proc = `/proc/${pid}/root/proc`;
  const names = await readdir(proc).catch(() => []);
  const sizes = await Promise.all(
    names
      .filter((name) => /^\d+$/.test(name))
      .map((name) => residentMemory(join(proc, name))),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

async function residentMemory(folder: string): Promise<number> {
  // A process that has ended meanwhile uses nothing.
  const status = await readFile(join(folder, "status"), "utf8").catch(() => "");
  const kibibytes = [
    ...status.matchAll(/^Rss(?:Anon|Shmem):\s*(\d+) kB/gm),
  ].map(([, size]) => Number(size));
  return kibibytes.reduce((sum, size) => sum + size, 0) * 1024;
}

/** How much a folder holds; it stops counting once there are too many files. Links are not followed. */
async function sizeOf(root: string): Promise<{ bytes: number; count: number }> {
  const total = { bytes: 0, count: 0 };
  const folders = [root];
  for (
    let folder = folders.pop();
    folder !== undefined;
    folder = folders.pop()
  ) {
    // Files come and go while they are counted.
    const entries = await readdir(folder, { withFileTypes: true }).catch(
      () => [],
    );
    total.count += entries.length;
    if (total.count > labLimits.fileCount) break;
    const sizes = entries.map(async (entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) folders.push(path);
      if (!entry.isFile()) return 0;
      return ((await lstat(path).catch(() => null))?.blocks ?? 0) * 512;
    });
    for (const size of await Promise.all(sizes)) total.bytes += size;
  }
  return total;
}
