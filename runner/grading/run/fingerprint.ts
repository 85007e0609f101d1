import { stat } from "node:fs/promises";

/** How far the time of a file may lag behind this machine's clock, in milliseconds: the kernel counts it in ticks. */
const tick = 20;

/**
 * Remembers files as they are now, before they are loaded. The answer tells later whether they are still the same, and
 * whether others, that were loaded from now on, are as they were before.
 */
export async function rememberFiles(
  files: readonly string[],
): Promise<(loaded: readonly string[]) => Promise<boolean>> {
  const began = Date.now() - tick;
  const before = await signaturesOf(files);
  return async (loaded) => {
    const now = await signaturesOf(files);
    const others = await Promise.all(loaded.map(lastChange));
    return (
      now.every((signature, index) => signature === before[index]) &&
      others.every((changed) => changed < began)
    );
  };
}

/** What tells that a file has been changed or replaced, without reading it. */
function signaturesOf(files: readonly string[]): Promise<string[]> {
  return Promise.all(
    files.map(async (file) => {
      const stats = await stat(file, { bigint: true }).catch(() => null);
      if (!stats) return "missing";
      const { dev, ino, size, mtimeNs, ctimeNs } = stats;
      return [dev, ino, size, mtimeNs, ctimeNs].join();
    }),
  );
}

/** When a file was changed last, in milliseconds since 1970. */
async function lastChange(file: string): Promise<number> {
  return (await stat(file).catch(() => null))?.ctimeMs ?? Infinity;
}
