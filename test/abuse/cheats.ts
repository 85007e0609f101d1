import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { editableFiles, type GradingResult } from "#contract";
import { labsFolder } from "../../runner/catalog/course.ts";
import { loadLab } from "../../runner/catalog/lab.ts";
import type { GraderTrouble } from "../../runner/grading/run/check-results.ts";
import { gradeSubmission } from "../../runner/grading/run/grade-submission.ts";
import type { SandboxProvider } from "../../runner/sandbox/sandbox.ts";
import { openHome, type Home } from "../../runner/workspace/home.ts";

/** The corpus: a folder for each cheat. */
const cheatsFolder = join(import.meta.dirname, "../fixtures/cheats");

/** A home of its own for one grading, with folders for submissions. */
export async function openScratch(): Promise<
  AsyncDisposable & { home: Home; folder(): Promise<string> }
> {
  const root = await mkdtemp(join(tmpdir(), "labs-cheat-"));
  return {
    home: await openHome(join(root, "home")),
    folder: () => mkdtemp(join(root, "submission-")),
    [Symbol.asyncDispose]: () => rm(root, { recursive: true, force: true }),
  };
}

/**
 * Writes the submission of a cheat in a lab: the cheat's own files of this lab, else its files, else its `any.ts` for every
 * file, else the solution's, with the cheat's `before.ts` in front of it.
 */
export async function writeCheat(
  cheat: string,
  labId: string,
  folder: string,
): Promise<void> {
  const lab = await loadLab(labsFolder, labId);
  const own = join(cheatsFolder, cheat);
  for (const file of editableFiles(lab.manifest)) {
    const candidates = [join(own, labId, file), join(own, file)];
    const source = [...candidates, join(own, "any.ts")].find((path) =>
      existsSync(path),
    );
    const before = join(own, "before.ts");
    const text = source
      ? await readFile(source, "utf8")
      : (existsSync(before) ? await readFile(before, "utf8") : "") +
        (await readFile(join(lab.solutionFolder, file), "utf8"));
    await writeFile(join(folder, file), text);
  }
}

/** What came of grading a folder, with what the lab's author would have been told. */
export interface Verdict {
  result: GradingResult;
  troubles: GraderTrouble[];
}

/** Grades a folder as `labs check` does. */
export async function gradeFolder(
  labId: string,
  folder: string,
  home: Home,
  provider: SandboxProvider,
): Promise<Verdict> {
  const troubles: GraderTrouble[] = [];
  const result = await gradeSubmission({
    lab: await loadLab(labsFolder, labId),
    folder,
    home,
    provider,
    onGraderTrouble: (trouble) => void troubles.push(trouble),
  });
  return { result, troubles };
}
