import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import type { IsolationLevel } from "#contract";
import { courseFolder } from "../../catalog/course.ts";
import type { Lab } from "../../catalog/lab.ts";
import { collectSubmission } from "../run/collect-submission.ts";
import { versions } from "../run/versions.ts";

/** What tells one trial from another, besides the files that are graded. */
export interface KeyedTrial {
  lab: Lab;
  only?: readonly string[];
  expects?: unknown;
}

/** What grades: a change to any of it may change every outcome. */
const engineFolders = ["contract", "grading", "sandbox"].map((name) =>
  join(courseFolder, "runner", name),
);

/** What stands in a lab's folder and is no part of its grader. */
const submissions = /^(starter|solution|alternatives)\/|^mistakes\.ts$/;

/** Makes the hashes under which outcomes are remembered. What does not change while it runs is read once. */
export function createTrialKeys(isolation: IsolationLevel) {
  let engine: Promise<string> | undefined;
  const labs = new Map<Lab, Promise<string>>();
  return {
    /** Undefined when the files cannot be graded at all: there is nothing to remember then. */
    async keyOf(
      { lab, only, expects }: KeyedTrial,
      folder: string,
    ): Promise<string | undefined> {
      const submission = await collectSubmission(lab.manifest, folder);
      if (!submission.gradable) return undefined;
      engine ??= hashEngine();
      const ofLab = labs.get(lab) ?? hashLab(lab);
      labs.set(lab, ofLab);
      const parts = [
        await engine,
        await ofLab,
        submission.hash,
        isolation,
        { only, expects },
      ];
      return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
    },
  };
}

async function hashEngine(): Promise<string> {
  const files = (await Promise.all(engineFolders.map(filesBelow))).flat();
  const packages = join(courseFolder, "package-lock.json");
  const hashed = await hashFiles(courseFolder, [...files, packages]);
  return `${hashed} ${JSON.stringify(versions)}`;
}

async function hashLab(lab: Lab): Promise<string> {
  const files = (await filesBelow(lab.folder)).filter(
    (file) => !submissions.test(relative(lab.folder, file)),
  );
  const hashed = await hashFiles(lab.folder, [...files, lab.graderFile]);
  return `${lab.hash} ${hashed}`;
}

async function hashFiles(folder: string, files: string[]): Promise<string> {
  const hash = createHash("sha256");
  for (const file of [...new Set(files)].sort()) {
    const bytes = await readFile(file);
    hash.update(`${relative(folder, file)}\0${bytes.length}\0`).update(bytes);
  }
  return hash.digest("hex");
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, {
    withFileTypes: true,
    recursive: true,
  });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
