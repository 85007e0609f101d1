import type { DatabaseSync } from "node:sqlite";
import { setTimeout as delay } from "node:timers/promises";
import { LabsError } from "#contract";

/** How long a change waits for another program that has the file locked, and how often it looks, in milliseconds. */
const patience = { most: 10_000, look: 50 } as const;

/** All of a change or nothing of it. Rejects with `storage-failed`. */
export async function transaction(
  database: DatabaseSync,
  write: () => void,
): Promise<void> {
  const end = performance.now() + patience.most;
  for (;;)
    try {
      database.exec("BEGIN IMMEDIATE");
      write();
      database.exec("COMMIT");
      return;
    } catch (error) {
      if (database.isTransaction) database.exec("ROLLBACK");
      if (!isLocked(error) || performance.now() > end)
        throw explain(error, "Your progress could not be saved.");
      await delay(patience.look);
    }
}

/** SQLITE_BUSY (https://sqlite.org/rescode.html), whatever kind of it. */
function isLocked(error: unknown): boolean {
  return (
    error instanceof Error &&
    "errcode" in error &&
    (Number(error.errcode) & 0xff) === 5
  );
}

/** Throws `storage-failed`. */
export function reading<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw explain(error, "Your progress could not be read.");
  }
}

function explain(error: unknown, message: string): LabsError {
  if (error instanceof LabsError) return error;
  return new LabsError("storage-failed", message, {
    hint: isLocked(error)
      ? "Another program has the file `.labs/progress.sqlite` locked: close it, then try again."
      : "Look at the space left on the disk.",
    learnerSafe: true,
    cause: error,
  });
}
