import { unwatchFile, watch, watchFile } from "node:fs";
import { join } from "node:path";

/** How long after the first sign of a change the file is read: an editor writes in several steps. */
const settleMs = 50;

/** Where the kernel has no watch left for this user, each file is looked at so often, in milliseconds. */
const lookEveryMs = 1000;

/**
 * Calls `changed` with each of `names` that may have changed in `folder`, at most once per {@link settleMs}. Only the
 * named files are looked at: a program may put a million others beside them. Returns what ends the watching.
 */
export function watchFiles(
  folder: string,
  names: readonly string[],
  changed: (name: string) => void,
): () => void {
  const known = new Set(names);
  const waiting = new Map<string, NodeJS.Timeout>();
  const notice = (name: string) => {
    if (!known.has(name) || waiting.has(name)) return;
    const timer = setTimeout(() => {
      waiting.delete(name);
      changed(name);
    }, settleMs);
    waiting.set(name, timer);
  };
  const stop =
    watchFolder(folder, notice, () => names.forEach(notice)) ??
    lookAgain(folder, names, notice);
  return () => {
    stop();
    for (const timer of waiting.values()) clearTimeout(timer);
    waiting.clear();
  };
}

/** Null when the kernel has no watch left: a user's programs share a number of them. */
function watchFolder(
  folder: string,
  notice: (name: string) => void,
  noticeAll: () => void,
): (() => void) | null {
  try {
    const watcher = watch(folder, { persistent: false }, (_event, name) => {
      if (name === null) noticeAll();
      else notice(name);
    });
    // The folder itself went away: what is missing then is found at the next read.
    watcher.on("error", noticeAll);
    return () => watcher.close();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOSPC" || code === "EMFILE") return null;
    throw error;
  }
}

function lookAgain(
  folder: string,
  names: readonly string[],
  notice: (name: string) => void,
): () => void {
  const files = names.map((name) => ({ name, path: join(folder, name) }));
  const looking = { persistent: false, interval: lookEveryMs };
  for (const { name, path } of files)
    watchFile(path, looking, () => notice(name));
  return () => {
    for (const { path } of files) unwatchFile(path);
  };
}
