import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { removeTree } from "./remove-tree.ts";

/** What folders are made for, each below the home's state: to grade without a sandbox, to run a solution, to try submissions. */
const purposes = ["grading", "run", "verify"] as const;

/** A folder of this process; it is removed when disposed. */
export interface TemporaryFolder extends AsyncDisposable {
  path: string;
}

/**
 * The file in each folder that tells whether its maker lives: a lock of the kernel, which ends with the process however that ends, and
 * holds in other containers with the same home as well. SQLite is what locks files in the same way everywhere.
 */
const lockName = ".in-use";

/** Makes an empty folder of this name, in a place of its own. If this process is killed, the next that opens this home removes it. */
export async function makeTemporaryFolder(
  state: string,
  purpose: (typeof purposes)[number],
  name: string,
): Promise<TemporaryFolder> {
  await using cleanup = new AsyncDisposableStack();
  const place = cleanup.use(await makePlace(state, purpose));
  const path = join(place.path, name);
  await mkdir(path);
  cleanup.move();
  return {
    path,
    [Symbol.asyncDispose]: () => place[Symbol.asyncDispose](),
  };
}

/** A folder with a lock in it. */
async function makePlace(
  state: string,
  purpose: (typeof purposes)[number],
): Promise<TemporaryFolder> {
  const parent = join(state, purpose);
  await mkdir(parent, { recursive: true, mode: 0o700 });
  for (;;) {
    const path = await mkdtemp(join(parent, "of-"));
    const lock = takeLock(path);
    if (lock && existsSync(join(path, lockName)))
      return {
        path,
        async [Symbol.asyncDispose]() {
          await removeTree(path);
          lock.close();
        },
      };
    // Someone who opens this home took it for abandoned, between its making and its lock.
    lock?.close();
  }
}

/** Removes the folders whose makers have died. Others may be in use. */
export async function removeAbandonedFolders(state: string): Promise<void> {
  for (const purpose of purposes) {
    const parent = join(state, purpose);
    for (const name of await readdir(parent).catch(() => [])) {
      const path = join(parent, name);
      const lock = takeLock(path);
      if (!lock) continue;
      // What cannot be removed, such as another user's, keeps nobody from working.
      await removeTree(path).catch(() => undefined);
      lock.close();
    }
  }
}

/** The lock on a folder; null when someone else has it, or it cannot be had. */
function takeLock(path: string): DatabaseSync | null {
  let lock: DatabaseSync | undefined;
  try {
    lock = new DatabaseSync(join(path, lockName), { timeout: 0 });
    // In memory: no second file is made beside it.
    lock.exec("PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE");
    return lock;
  } catch {
    lock?.close();
    return null;
  }
}
