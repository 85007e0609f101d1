import { open, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

/**
 * Replaces a file in one step: whoever reads it sees the old text or the new one, also after a power cut. A link
 * under this name is replaced, never followed: a program could put one there to make the runner write elsewhere.
 */
export async function writeAtomic(path: string, bytes: Uint8Array): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path)}.saving`);
  // Left behind when a runner was killed in the middle of a save.
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
