import { watch } from "node:fs";
import { mkdir, readFile, rmdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { ownCgroup } from "./cgroup.ts";
import { labLimits } from "./limits.ts";

/** A limit of the kernel on what all programs of a lab use together. */
export interface LabCap {
  /** The cgroup that its programs join: its folder on this machine. */
  folder: string;
  /** Calls back once, when the kernel has ended the lab's programs because their memory was used up. */
  onExceeded(callback: () => void): void;
  /** Takes it away. Its programs have ended. */
  remove(): Promise<void>;
}

/** The kernel may still be taking leave of processes that have ended, for so long, in milliseconds. */
const farewell = 5000;

/** Makes the cap of a lab; null on machines where the kernel does not let us. */
export async function openLabCap(id: string): Promise<LabCap | null> {
  const own = await ownCgroup();
  if ("obstacle" in own) return null;
  const folder = join(own.folder, `lab-${id}`);
  await mkdir(folder);
  const limits = {
    "memory.max": labLimits.memoryBytes,
    "memory.oom.group": 1,
    "pids.max": labLimits.tasks,
  };
  for (const [file, value] of Object.entries(limits))
    await writeFile(join(folder, file), String(value));
  // A kernel without swap has no such limit.
  await writeFile(join(folder, "memory.swap.max"), "0").catch(() => null);

  const events = join(folder, "memory.events");
  const watcher = watch(events);
  watcher.unref();
  // The runner's own watch goes on, whatever happens to this one.
  watcher.on("error", () => undefined);
  return {
    folder,
    onExceeded(callback) {
      let told = false;
      watcher.on("change", () => {
        void readFile(events, "utf8").then(
          (text) => {
            if (told || !/^oom_kill [1-9]/m.test(text)) return;
            told = true;
            callback();
          },
          () => undefined,
        );
      });
    },
    async remove() {
      watcher.close();
      const deadline = performance.now() + farewell;
      for (;;) {
        try {
          await rmdir(folder);
          return;
        } catch (error) {
          const { code } = error as NodeJS.ErrnoException;
          if (code === "ENOENT") return;
          if (code !== "EBUSY" || performance.now() > deadline) throw error;
          await delay(5);
        }
      }
    },
  };
}
