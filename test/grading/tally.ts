import { existsSync } from "node:fs";
import { cp, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import type { CheckResult, GradingResult } from "#contract";
import { loadLab, type Lab } from "../../runner/catalog/lab.ts";
import type { GraderTrouble } from "../../runner/grading/run/check-results.ts";
import { gradeSubmission } from "../../runner/grading/run/grade-submission.ts";
import type { GradingOptions } from "../../runner/grading/run/grading-options.ts";
import { chooseProvider } from "../../runner/sandbox/choose-provider.ts";
import { openHome, type Home } from "../../runner/workspace/home.ts";
import { holdPorts } from "./hold-ports.ts";

/** The fixtures of the tests of grading: a small lab, wrong submissions to it, and wrong graders of it. */
export const fixtures = join(import.meta.dirname, "../fixtures/grading");

/** The lab `tally` of the fixtures, by default with its own grader. */
export async function loadTally(grader?: string): Promise<Lab> {
  const lab = await loadLab(fixtures, "tally");
  return grader
    ? { ...lab, graderFile: join(fixtures, "graders", `${grader}.ts`) }
    : lab;
}

/** What no text that is shown to somebody may contain: control characters but newline and tab, and bidi controls. */
export const unsafe = /[^\P{Cc}\n\t]|[\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;

const folders: string[] = [];
afterAll(async () => {
  for (const folder of folders.splice(0))
    await rm(folder, { recursive: true, force: true });
});

/** A folder of this test's own, until all tests of the file have ended. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "labs-grading-"));
  folders.push(folder);
  return folder;
}

/** A home of this test's own. */
export async function temporaryHome(): Promise<Home> {
  return openHome(await temporaryFolder());
}

/** Runs leave nothing behind but what Node has compiled, which is most of what a first run does. */
let sharedHome: Promise<Home> | undefined;

/** The folders that runs have left in a home. */
export async function gradingFolders({ state }: Home): Promise<string[]> {
  const parent = join(state, "grading");
  return existsSync(parent) ? readdir(parent) : [];
}

/** The solution of `tally`, with the files of this wrong submission in it. */
export async function submission(name: string): Promise<string> {
  const folder = await temporaryFolder();
  await cp(join(fixtures, "tally/solution"), folder, { recursive: true });
  await cp(join(fixtures, "submissions", name), folder, { recursive: true });
  return folder;
}

/** What came of a grading run, and what was said on the way. */
export interface Graded {
  result: GradingResult;
  troubles: GraderTrouble[];
  /** Results as they came. */
  streamed: CheckResult[];
  check(id: string): CheckResult;
}

/** Grades with the fixtures' lab, a home that the runs of a file share and the strongest sandbox there is, unless told otherwise. */
export async function grade(
  options: Partial<GradingOptions> & { folder: string },
): Promise<Graded> {
  const provider = options.provider ?? (await chooseProvider());
  using ports = new DisposableStack();
  ports.use(await holdPorts(provider.isolation.level));
  const troubles: GraderTrouble[] = [];
  const streamed: CheckResult[] = [];
  const result = await gradeSubmission({
    lab: options.lab ?? (await loadTally()),
    provider,
    home: options.home ?? (await (sharedHome ??= temporaryHome())),
    onGraderTrouble: (trouble) => void troubles.push(trouble),
    onCheckResult: (check) => void streamed.push(check),
    ...options,
  });
  return {
    result,
    troubles,
    streamed,
    check(id) {
      const found = result.checks.find((each) => each.id === id);
      if (!found) throw new Error(`no result for ${id}`);
      return found;
    },
  };
}
