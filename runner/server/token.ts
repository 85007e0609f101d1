import { randomBytes } from "node:crypto";
import { constants } from "node:fs";
import { open, unlink } from "node:fs/promises";
import { join } from "node:path";
import { LabsError } from "#contract";
import type { Home } from "../workspace/home.ts";

/** 256 bits in hexadecimal, which an HTTP header, a subprotocol and a URL fragment all take as it is. */
const tokenPattern = /^[0-9a-f]{64}$/;

/**
 * The token of this home, made at the first call. It stays the same when the runner is started again, so that an open page
 * finds it. A token that other users could read, or that is not one, is replaced. Throws `storage-failed`.
 */
export async function readToken(home: Home): Promise<string> {
  const file = join(home.state, "token");
  try {
    const kept = await readPrivate(file);
    if (kept !== null) return kept;
    await unlink(file).catch(ignoreMissing);
    return await create(file);
  } catch (error) {
    throw new LabsError(
      "storage-failed",
      `The token in ${file} cannot be read or written.`,
      {
        hint: "Look at the permissions of the folder and at the space left on the disk.",
        cause: error,
      },
    );
  }
}

async function create(file: string): Promise<string> {
  const token = randomBytes(32).toString("hex");
  // Exclusive: of two runners that start together one makes it, and the other reads it at its next try.
  const handle = await open(file, "wx", 0o600);
  try {
    await handle.writeFile(token);
    await handle.sync();
  } finally {
    await handle.close();
  }
  return token;
}

/** Null when there is no token that only this user could have read. */
async function readPrivate(file: string): Promise<string | null> {
  const handle = await open(
    file,
    constants.O_RDONLY | constants.O_NOFOLLOW,
  ).catch(ignoreMissing);
  if (!handle) return null;
  try {
    const stats = await handle.stat();
    const open = (stats.mode & 0o077) !== 0;
    if (!stats.isFile() || open || stats.size > 100) return null;
    const token = (await handle.readFile("utf8")).trim();
    return tokenPattern.test(token) ? token : null;
  } finally {
    await handle.close();
  }
}

function ignoreMissing(error: unknown): null {
  const code =
    error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "ENOENT" || code === "ELOOP") return null;
  throw error;
}
