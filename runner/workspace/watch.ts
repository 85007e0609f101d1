import { watch } from "node:fs";

/** How long after the first sign of a change the file is read: an editor writes in several steps. */
const settleMs = 50;

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
  const watcher = watch(folder, { persistent: false }, (_event, name) => {
    if (name === null) names.forEach(notice);
    else notice(name);
  });
  // The folder itself went away: what is missing then is found at the next read.
  watcher.on("error", () => names.forEach(notice));
  return () => {
    watcher.close();
    for (const timer of waiting.values()) clearTimeout(timer);
    waiting.clear();
  };
}
