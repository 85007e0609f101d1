import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, onTestFinished } from "vitest";
import type { LabsError } from "#contract";
import { loadCatalog } from "../../runner/catalog/catalog.ts";
import { courseFolder, labsFolder } from "../../runner/catalog/course.ts";

/** A folder for labs of the test's own. It stays in the checkout, so that `#contract` resolves. */
export async function createLabs(): Promise<string> {
  const labs = await mkdtemp(join(courseFolder, "test", ".labs-"));
  onTestFinished(() => rm(labs, { recursive: true }));
  return labs;
}

/** Copies a lab of the course into `labs`, and makes these replacements in its manifest. */
export async function copyLab(
  labs: string,
  lab: string,
  id: string,
  ...changes: [piece: string, by: string][]
): Promise<string> {
  const folder = join(labs, id);
  await cp(join(labsFolder, lab), folder, { recursive: true });
  const all = [[`id: "${lab}"`, `id: "${id}"`] as const, ...changes];
  for (const [piece, by] of all)
    if (piece !== by)
      await edit(join(folder, "lab.ts"), (text) => text.replace(piece, by));
  return folder;
}

/** A copy of the pipeline lab that may be broken. */
export async function copyOfPipeline(): Promise<{ labs: string; lab: string }> {
  const labs = await createLabs();
  return { labs, lab: await copyLab(labs, "pipeline", "pipeline") };
}

/** Changes a file, and makes sure that it does. */
export async function edit(
  file: string,
  change: (text: string) => string,
): Promise<void> {
  const before = await readFile(file, "utf8");
  const after = change(before);
  expect(after, "the test must change the file").not.toBe(before);
  await writeFile(file, after);
}

/** The one problem of the labs in this folder. */
export async function problemOf(labs: string): Promise<LabsError> {
  const { problems } = await loadCatalog(labs);
  expect(problems.map(({ error }) => error.code)).toEqual(["manifest-invalid"]);
  const [problem] = problems;
  if (!problem) throw new Error("there is no problem");
  return problem.error;
}
