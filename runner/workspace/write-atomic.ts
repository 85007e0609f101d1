import { randomUUID } from "node:crypto";
import { lstat, open, opendir, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

/**
 * Replaces a file in one step: whoever reads it sees the old text or the new one, also after a power cut. A link
 * under this name is replaced, never followed: a program could put one there to make the runner write elsewhere. A folder under this name
 * is set aside: the answer is its new path, and null when there was none.
 */
export async function writeAtomic(
  path: string,
  bytes: Uint8Array,
): Promise<string | null> {
  // Its own name for each write: two runners may share a home, and no program can put something in its way.
  const temporary = join(
    dirname(path),
    `.${basename(path)}.${process.pid}-${randomUUID()}.saving`,
  );
  try {
    const handle = await open(temporary, "wx", 0o644);
    try {
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
    return await rename(temporary, path).then(
      () => null,
      async (error: unknown) => {
        const aside = await setAside(path);
        if (aside === null) throw error;
        await rename(temporary, path);
        return aside;
      },
    );
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/** Gives a folder that stands where a file belongs another path beside it, and answers that. Null when there is none. */
export async function setAside(path: string): Promise<string | null> {
  if (!(await lstat(path).catch(() => null))?.isDirectory()) return null;
  const aside = `${path}.set-aside-${randomUUID().slice(0, 8)}`;
  await rename(path, aside);
  return aside;
}

/** More entries than this are not looked at: a program may have filled the folder. */
const maxEntries = 1000;

/** Removes what runners left in a folder that were killed in the middle of a write. */
export async function removeHalfWritten(folder: string): Promise<void> {
  let seen = 0;
  for await (const { name } of await opendir(folder)) {
    if ((seen += 1) > maxEntries) return;
    const pid = /^\..+\.(\d+)-[\w-]+\.saving$/.exec(name)?.[1];
    // Folders are none of ours, whatever they are called: a program may have made them deeper than can be removed.
    if (pid !== undefined && !isAlive(Number(pid)))
      await rm(join(folder, name), { force: true }).catch(() => undefined);
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
