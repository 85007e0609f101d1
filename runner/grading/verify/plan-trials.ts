import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { editableFiles } from "#contract";
import type { Lab } from "../../catalog/lab.ts";
import type { Candidate } from "./candidate.ts";
import { judgeMistake, judgeRight, judgeStarter } from "./judge.ts";
import { readMistakes, type DeclaredMistake } from "./read-mistakes.ts";
import {
  failedTrial,
  runTrial,
  type Judge,
  type TrialSurroundings,
} from "./run-trial.ts";
import type { Trial, TrialKind } from "./trial.ts";

/**
 * All trials that prove the lab's grader: its starter fails; its solution and the alternatives pass each time; each
 * mistake fails as it says. A lab in which the student writes nothing has no starter to fail, and its solution is what is given.
 */
export async function planTrials(
  lab: Lab,
  repeat: number,
  surroundings: TrialSurroundings,
): Promise<Trial[]> {
  const trial = (
    kind: TrialKind,
    name: string,
    candidate: Candidate,
    judge: Judge,
  ): Trial => ({
    lab: lab.id,
    kind,
    name,
    run: (signal) =>
      runTrial({ lab, kind, name, candidate, judge }, surroundings, signal),
  });
  const todos = await countTodos(lab);
  const isWritten = editableFiles(lab.manifest).length > 0;
  const foldersOf = (folder: string) => ({
    folders: isWritten ? [folder] : [],
  });
  const starter = trial("starter", "", foldersOf(lab.starterFolder), (result) =>
    judgeStarter(result, todos),
  );
  const right = [
    trial("solution", "", foldersOf(lab.solutionFolder), (result) =>
      judgeRight(result, "solution"),
    ),
    ...(await alternativesOf(lab)).map((name) => {
      const folder = join(lab.alternativesFolder, name);
      const folders = [lab.solutionFolder, folder];
      return trial("alternative", name, { folders }, (result) =>
        judgeRight(result, "alternative"),
      );
    }),
  ];
  const mistakes = await readMistakes(lab);
  return [
    ...(isWritten ? [starter] : []),
    ...right.flatMap((each) => Array.from({ length: repeat }, () => each)),
    ...mistakes.map((mistake) => planMistake(lab, mistake, surroundings)),
  ];
}

function planMistake(
  lab: Lab,
  { name, declared }: DeclaredMistake,
  surroundings: TrialSurroundings,
): Trial {
  const about = { lab: lab.id, kind: "mistake", name } as const;
  if (!declared.valid) {
    const { defect } = declared;
    return { ...about, run: () => Promise.resolve(failedTrial(defect)) };
  }
  const { edits, fails, alsoFails, says } = declared.mistake;
  // The checks up to the one that it must fail first: those behind it have to wait for what will not come, to their deadlines.
  const checks = lab.manifest.checks.map(({ id }) => id);
  const only = checks.slice(0, checks.indexOf(fails) + 1);
  const expects = { fails, says, ...(alsoFails && { alsoFails }) };
  const spec = {
    lab,
    kind: about.kind,
    name,
    candidate: { folders: [lab.solutionFolder], edits },
    judge: (result) => judgeMistake(result, expects),
    only,
    expects,
  } satisfies Parameters<typeof runTrial>[0];
  return {
    ...about,
    expects,
    run: (signal) => runTrial(spec, surroundings, signal),
  };
}

async function alternativesOf(lab: Lab): Promise<string[]> {
  const entries = await readdir(lab.alternativesFolder, {
    withFileTypes: true,
  }).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  });
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

/** The lines with a TODO in the files that the student edits. */
async function countTodos(lab: Lab): Promise<number> {
  const texts = editableFiles(lab.manifest).map((name) =>
    readFile(join(lab.starterFolder, name), "utf8"),
  );
  const lines = (await Promise.all(texts)).join("\n").split("\n");
  return lines.filter((line) => line.includes("TODO")).length;
}
