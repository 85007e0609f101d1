import {
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  stat,
  writeFile,
} from "node:fs/promises";
import { join } from "node:path";
import { givenFiles } from "#contract";
import { givenFile } from "../../catalog/given-file.ts";
import type { Lab } from "../../catalog/lab.ts";
import type { Home } from "../../workspace/home.ts";
import type { SourceFile } from "./collect-submission.ts";
import { removeTree } from "../../sandbox/remove-tree.ts";

/** The folders of one grader; they are removed when disposed. */
export interface GradingFolder extends AsyncDisposable {
  /** Where the submission's programs run. */
  programs: string;
  /** Where the grader may keep files of its own. */
  grader: string;
}

/** The age at which a folder is nobody's any more, in milliseconds: a day. A run takes minutes. */
const abandonedAfter = 24 * 60 * 60 * 1000;

/** Makes new folders below the home, still empty: programs there find zeromq. */
export async function makeFolder(lab: Lab, home: Home): Promise<GradingFolder> {
  const parent = join(home.state, "grading");
  await mkdir(parent, { recursive: true, mode: 0o700 });
  await removeAbandoned(parent);
  const path = await mkdtemp(join(parent, `${lab.id}-`));
  const folder: GradingFolder = {
    programs: join(path, lab.id),
    grader: join(path, "grader"),
    [Symbol.asyncDispose]: () => removeTree(path),
  };
  try {
    await mkdir(folder.programs);
    await mkdir(folder.grader);
    return folder;
  } catch (error) {
    await folder[Symbol.asyncDispose]();
    throw error;
  }
}

/** All files that the submission's programs need: its own, and the lab's given ones. */
export async function withGivenFiles(
  lab: Lab,
  submitted: readonly SourceFile[],
): Promise<SourceFile[]> {
  const given = givenFiles(lab.manifest).map(async (name) => ({
    name,
    text: await readFile(givenFile(lab, name), "utf8"),
  }));
  return [...submitted, ...(await Promise.all(given))];
}

/** Makes folders with the submission, and the lab's own given programs, in them. */
export async function prepareFolder(
  lab: Lab,
  home: Home,
  submitted: readonly SourceFile[],
): Promise<GradingFolder> {
  const folder = await makeFolder(lab, home);
  try {
    for (const { name, text } of await withGivenFiles(lab, submitted))
      await writeFile(join(folder.programs, name), text);
    return folder;
  } catch (error) {
    await folder[Symbol.asyncDispose]();
    throw error;
  }
}

/** Removes folders whose runner was killed before it could. Others may be in use, also on another machine with this home. */
async function removeAbandoned(parent: string): Promise<void> {
  for (const name of await readdir(parent)) {
    const path = join(parent, name);
    const made = (await stat(path).catch(() => null))?.mtimeMs;
    if (made !== undefined && Date.now() - made > abandonedAfter)
      await removeTree(path);
  }
}
