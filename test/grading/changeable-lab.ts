import { mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { Lab } from "../../runner/catalog/lab.ts";
import { fixtures, loadTally } from "./tally.ts";

/** The lab `tally` with a grader in a folder of this test's own. */
export interface ChangeableLab extends Lab {
  /** Replaces the grader by one whose check `sums` fails with these words. */
  says(what: string): Promise<void>;
}

/** A copy of the lab's grader that can be changed. What it imports by the course's names must be found from there. */
export async function changeableLab(): Promise<ChangeableLab> {
  const artifacts = join(import.meta.dirname, "../artifacts");
  await mkdir(artifacts, { recursive: true });
  const folder = await mkdtemp(join(artifacts, "changeable-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const graderFile = join(folder, "grader.ts");
  const says = async (what: string) => {
    const source = `
import { checksOf } from "#grading";
import lab from ${JSON.stringify(join(fixtures, "tally/lab.ts"))};
import { writeFileSync } from "node:fs";
import { helped } from "./helper.ts";
const check = checksOf(lab);
check("sums", async ({ lab }) => lab.require(false, "${what} " + helped));
check("forwards", async () => {});
check("together", async () => {});
writeFileSync(import.meta.dirname + "/loaded-${what}", "");
`;
    await writeFile(`${graderFile}.new`, source);
    await rename(`${graderFile}.new`, graderFile);
  };
  await writeFile(join(folder, "helper.ts"), 'export const helped = "alone";');
  await says("old");
  return { ...(await loadTally()), folder, graderFile, says };
}
