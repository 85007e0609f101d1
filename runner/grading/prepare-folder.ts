import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { givenFiles } from "#contract";
import type { Lab } from "../catalog/lab.ts";
import type { Home } from "../workspace/home.ts";
import type { SourceFile } from "./collect-submission.ts";

/** A folder with everything a grading run's programs need; it is removed when disposed. */
export interface GradingFolder extends AsyncDisposable {
  path: string;
  /** The submission's files and the given ones. */
  files: SourceFile[];
}

/** Copies the submission, and the lab's own given programs, into a new folder below the home: programs there find zeromq. */
export async function prepareFolder(
  lab: Lab,
  home: Home,
  submitted: readonly SourceFile[],
): Promise<GradingFolder> {
  const given = givenFiles(lab.manifest).map(async (name) => ({
    name,
    text: await readFile(join(lab.programsFolder, name), "utf8"),
  }));
  const files = [...submitted, ...(await Promise.all(given))];
  const parent = join(home.state, "grading");
  await mkdir(parent, { recursive: true, mode: 0o700 });
  const path = await mkdtemp(join(parent, `${lab.id}-`));
  const folder: GradingFolder = {
    path,
    files,
    // A program may have made folders that its owner cannot search.
    [Symbol.asyncDispose]: () =>
      rm(path, { recursive: true, force: true, maxRetries: 3 }),
  };
  try {
    for (const { name, text } of files) await writeFile(join(path, name), text);
    return folder;
  } catch (error) {
    await folder[Symbol.asyncDispose]();
    throw error;
  }
}
