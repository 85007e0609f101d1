import { open, unlink } from "node:fs/promises";
import { join } from "node:path";
import { LabsError, random256, secretPattern } from "#contract";
import type { Home } from "../workspace/home.ts";
import { readOrdinary } from "../workspace/read-ordinary.ts";
import { setAside } from "../workspace/write-atomic.ts";

/**
 * The secret of this home, made at the first call. It stays the same when the runner is started again, so that an open page
 * can come back; it never leaves the runner. One that other users could read, or that is none, is replaced. Throws
 * `storage-failed`.
 */
export async function readSecret(home: Home): Promise<string> {
  const file = join(home.state, "key");
  try {
    const kept = await readPrivate(file);
    if (kept !== null) return kept;
    if ((await setAside(file)) === null)
      await unlink(file).catch(ignoreMissing);
    return await create(file);
  } catch (error) {
    throw new LabsError(
      "storage-failed",
      `The key in ${file} cannot be read or written.`,
      {
        hint: "Look at the permissions of the folder and at the space left on the disk.",
        cause: error,
      },
    );
  }
}

async function create(file: string): Promise<string> {
  const secret = random256();
  // Exclusive: of two runners that start together one makes it, and the other reads it at its next try.
  const handle = await open(file, "wx", 0o600);
  try {
    await handle.writeFile(secret);
    await handle.sync();
  } finally {
    await handle.close();
  }
  return secret;
}

/** Null when there is no secret that only this user could have read. */
async function readPrivate(file: string): Promise<string | null> {
  return readOrdinary(file, async (handle, { mode, size }) => {
    const open = (mode & 0o077) !== 0;
    if (open || size > 100) return null;
    const secret = (await handle.readFile("utf8")).trim();
    return secretPattern.test(secret) ? secret : null;
  }).catch(ignoreMissing);
}

function ignoreMissing(error: unknown): null {
  const code =
    error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "ENOENT" || code === "ELOOP") return null;
  throw error;
}
