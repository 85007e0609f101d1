import { cp, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import type { CheckResult } from "#contract";
import { labsFolder } from "../../runner/catalog/course.ts";
import { loadLab } from "../../runner/catalog/lab.ts";
import { gradeSubmission } from "../../runner/grading/run/grade-submission.ts";
import { chooseProvider } from "../../runner/sandbox/choose-provider.ts";
import { openHome } from "../../runner/workspace/home.ts";

/** Right answers in other styles: overlays on a lab's solution, one folder each. */
const alternatives = join(import.meta.dirname, "../fixtures/alternatives");

/** The time for one grading, in milliseconds: it takes a few seconds, and ten times as long when all cores are taken. */
export const aBusyMachine = 120_000;

const folders: string[] = [];
afterAll(async () => {
  for (const folder of folders.splice(0))
    await rm(folder, { recursive: true, force: true });
});

/** A folder of this test's own, until all tests of the file have ended. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "labs-alternatives-"));
  folders.push(folder);
  return folder;
}

/** The names of a lab's alternatives. */
export function alternativesOf(lab: string): Promise<string[]> {
  return readdir(join(alternatives, lab));
}

/** Grades one alternative, and gives the checks that it does not pass. */
export async function failedChecks(
  lab: string,
  alternative: string,
): Promise<CheckResult[]> {
  const { solutionFolder, ...rest } = await loadLab(labsFolder, lab);
  const folder = await temporaryFolder();
  await cp(solutionFolder, folder, { recursive: true });
  await cp(join(alternatives, lab, alternative), folder, { recursive: true });
  const { checks } = await gradeSubmission({
    lab: { solutionFolder, ...rest },
    folder,
    provider: await chooseProvider(),
    home: await openHome(await temporaryFolder()),
  });
  return checks.filter(({ status }) => status !== "pass");
}
