import { cp, readdir, readFile, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { editableFiles, type MistakeEdit } from "#contract";
import type { Lab } from "../../catalog/lab.ts";
import type { Home } from "../../workspace/home.ts";
import {
  makeTemporaryFolder,
  type TemporaryFolder,
} from "../../workspace/temporary-folder.ts";
import { applyEdits } from "./apply-edits.ts";

/** A submission whose outcome is known beforehand: the solution, and what differs from it. */
export interface Candidate {
  /** Folders whose files are laid over each other, the last on top. */
  folders: readonly string[];
  edits?: readonly MistakeEdit[];
}

/** A candidate's files, until they are disposed; or why they cannot be made. */
export type OpenCandidate = TemporaryFolder | { defect: string };

/** Makes the files of a candidate in a temporary folder below the home. */
export async function openCandidate(
  lab: Lab,
  home: Home,
  { folders, edits = [] }: Candidate,
): Promise<OpenCandidate> {
  const names = editableFiles(lab.manifest);
  for (const source of folders)
    for (const entry of await readdir(source))
      // An editor's own files begin with a dot.
      if (!names.includes(entry) && !entry.startsWith("."))
        return {
          defect: `${join(relative(lab.folder, source), entry)} is not a file that the student edits: ${names.join(", ")}.`,
        };
  const changed = new Map<string, string>();
  for (const name of new Set(edits.map(({ file }) => file))) {
    const solution = await readFile(join(lab.solutionFolder, name), "utf8");
    const edited = applyEdits(
      solution,
      edits.filter(({ file }) => file === name),
    );
    if ("defect" in edited) return edited;
    changed.set(name, edited.text);
  }

  await using cleanup = new AsyncDisposableStack();
  const open = cleanup.use(
    await makeTemporaryFolder(home.state, "verify", lab.id),
  );
  for (const source of folders)
    for (const name of names)
      await copyIfThere(join(source, name), join(open.path, name));
  for (const [name, text] of changed)
    await writeFile(join(open.path, name), text);
  cleanup.move();
  return open;
}

/** What a folder lacks, a folder below it has; what none has, the engine names. */
async function copyIfThere(from: string, to: string): Promise<void> {
  await cp(from, to).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  });
}
