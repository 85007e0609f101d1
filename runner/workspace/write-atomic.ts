import { open, opendir, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

let writes = 0;

/**
 * Replaces a file in one step: whoever reads it sees the old text or the new one, also after a power cut. A link
 * under this name is replaced, never followed: a program could put one there to make the runner write elsewhere.
 */
export async function writeAtomic(
  path: string,
  bytes: Uint8Array,
): Promise<void> {
  // Its own name for each write: two runners may share a home.
  const temporary = join(
    dirname(path),
    `.${basename(path)}.${process.pid}-${(writes += 1)}.saving`,
  );
  await rm(temporary, { recursive: true, force: true });
  try {
    const handle = await open(temporary, "wx", 0o644);
    try {
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    throw error;
  }
}

/** More entries than this are not looked at: a program may have filled the folder. */
const maxEntries = 1000;

/** Removes what runners left in a folder that were killed in the middle of a write. */
export async function removeHalfWritten(folder: string): Promise<void> {
  let seen = 0;
  for await (const { name } of await opendir(folder)) {
    if ((seen += 1) > maxEntries) return;
    const pid = /^\..+\.(\d+)-\d+\.saving$/.exec(name)?.[1];
    if (pid !== undefined && !isAlive(Number(pid)))
      await rm(join(folder, name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
