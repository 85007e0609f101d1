import { existsSync, renameSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { LabsError } from "#contract";

/**
 * The steps from an empty database to the present shape. `user_version` counts those that were taken: to change the
 * shape, add a step at the end and never edit an old one.
 */
const migrations = [
  `
  CREATE TABLE attempts (
    id INTEGER PRIMARY KEY,
    lab TEXT NOT NULL,
    at TEXT NOT NULL,
    status TEXT NOT NULL,
    points REAL NOT NULL,
    maximum REAL NOT NULL,
    result TEXT NOT NULL
  ) STRICT;
  CREATE INDEX attempts_by_lab ON attempts (lab, id);
  CREATE TABLE passed (lab TEXT NOT NULL, check_id TEXT NOT NULL, PRIMARY KEY (lab, check_id)) STRICT;
  CREATE TABLE steps (lab TEXT NOT NULL, step TEXT NOT NULL, PRIMARY KEY (lab, step)) STRICT;
  CREATE TABLE answers (
    lab TEXT NOT NULL, question TEXT NOT NULL, choice INTEGER NOT NULL, PRIMARY KEY (lab, question)
  ) STRICT;
  CREATE TABLE hints (lab TEXT NOT NULL, check_id TEXT NOT NULL, shown INTEGER NOT NULL, PRIMARY KEY (lab, check_id)) STRICT;
  `,
];

/**
 * Opens the database, making or upgrading it. A damaged one is moved aside, never deleted, and reported as
 * `storage-failed`: the next start begins with an empty one. One of a newer course, or one that this user may not
 * read, is left untouched and reported.
 */
export function openDatabase(file: string): DatabaseSync {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(file);
    // A second runner that opens the same home waits for the first one's transactions, which take milliseconds.
    database.exec(
      "PRAGMA busy_timeout = 2000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;",
    );
    const health = database.prepare("PRAGMA quick_check(1)").get();
    if (health?.["quick_check"] !== "ok")
      throw new DamagedError(String(health?.["quick_check"]));
    migrate(database, file);
    // From here on whoever waits does not keep the whole runner waiting.
    database.exec("PRAGMA busy_timeout = 0");
    return database;
  } catch (error) {
    database?.close();
    if (error instanceof LabsError) throw error;
    if (isDamage(error)) throw movedAside(file, error);
    throw new LabsError(
      "storage-failed",
      `The progress in ${file} cannot be opened.`,
      {
        hint: "Look at the permissions of the file and its folder, and at the space left on the disk.",
        cause: error,
      },
    );
  }
}

class DamagedError extends Error {}

function migrate(database: DatabaseSync, file: string): void {
  const version = Number(
    database.prepare("PRAGMA user_version").get()?.["user_version"] ?? 0,
  );
  if (version > migrations.length)
    throw new LabsError(
      "storage-failed",
      `The progress in ${file} was written by a newer version of the course.`,
      {
        hint: "Update the course, or move the file away to start with empty progress.",
      },
    );
  for (const [index, step] of migrations.entries()) {
    if (index < version) continue;
    database.exec(
      `BEGIN IMMEDIATE; ${step} PRAGMA user_version = ${index + 1}; COMMIT;`,
    );
  }
}

/** SQLITE_CORRUPT and SQLITE_NOTADB (https://sqlite.org/rescode.html). */
const damageCodes: readonly unknown[] = [11, 26];

function isDamage(error: unknown): boolean {
  if (error instanceof DamagedError) return true;
  return (
    error instanceof Error &&
    "errcode" in error &&
    damageCodes.includes(error.errcode)
  );
}

function movedAside(file: string, cause: unknown): LabsError {
  const kept = `${file}.damaged-${new Date().toISOString().replaceAll(/[:.]/g, "-")}`;
  for (const suffix of ["", "-wal", "-shm"])
    if (existsSync(file + suffix)) renameSync(file + suffix, kept + suffix);
  return new LabsError(
    "storage-failed",
    `The file with your progress was damaged. It is kept as ${kept}.`,
    {
      hint: "Start again to go on with empty progress; your files in `workspace` are not affected.",
      cause,
    },
  );
}
