import { realpath } from "node:fs/promises";
import { relative, sep } from "node:path";
import { LabsError, type Isolation } from "#contract";
import { labsFolder } from "../catalog/course.ts";
import type { Home } from "../workspace/home.ts";

/** Where the programs to run come from, and how far they are kept apart. */
export interface UnsafeOptions {
  /** The folder with the programs. */
  folder: string;
  home: Home;
  isolation: Isolation;
  /** Whether the user has said that it may be done nevertheless. */
  allowUnsafe: boolean;
}

/**
 * Refuses to run programs of other people where these could read and change what their user can. The student's own files and the course's are
 * not other people's.
 *
 * @throws LabsError `usage`
 */
export async function refuseUnsafe({
  folder,
  home,
  isolation,
  allowUnsafe,
}: UnsafeOptions): Promise<void> {
  if (isolation.level === "isolated" || allowUnsafe) return;
  const real = await follow(folder);
  // There is nothing to run: grading says so.
  if (real === null) return;
  for (const own of [home.workspace, labsFolder])
    if (isInside(real, await follow(own))) return;
  const reason = isolation.reason ? ` (${isolation.reason})` : "";
  const remedy = isolation.remedy ? `For isolation: ${isolation.remedy}\n` : "";
  throw new LabsError(
    "usage",
    `The programs in ${folder} were not run: at isolation "${isolation.level}"${reason} they could read and change all that you can.`,
    {
      hint: `${remedy}If you trust them: run this command again with --allow-unsafe.`,
    },
  );
}

/** Where a path leads, so that no link leads out unseen; null when there is nothing. */
function follow(path: string): Promise<string | null> {
  return realpath(path).catch(() => null);
}

function isInside(inner: string, outer: string | null): boolean {
  if (outer === null) return false;
  const way = relative(outer, inner);
  return way !== ".." && !way.startsWith(`..${sep}`);
}
