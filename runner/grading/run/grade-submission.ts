import { randomInt } from "node:crypto";
import { LabsError, type GradingResult } from "#contract";
import type { Lab } from "../../catalog/lab.ts";
import { collectSubmission } from "./collect-submission.ts";
import type { GradingOptions } from "./grading-options.ts";
import { runChecks, type RunOutcome } from "./run-checks.ts";
import { skippedChecks } from "./skipped-checks.ts";
import { versions } from "./versions.ts";

/**
 * Grades one submission in a fresh sandbox. Whatever submission, grader or machine do, the outcome is a value; each
 * check's result is told as soon as it is known.
 *
 * @throws the signal's reason when it aborts, and nothing else.
 */
export async function gradeSubmission(
  options: GradingOptions,
): Promise<GradingResult> {
  const { lab, signal } = options;
  signal?.throwIfAborted();
  const began = { at: new Date().toISOString(), clock: performance.now() };
  const seed = options.seed ?? randomInt(2 ** 32);
  const submission = await collectSubmission(lab.manifest, options.folder);

  const conclude = (verdict: Verdict): GradingResult => ({
    schemaVersion: 1,
    lab: { id: lab.id, hash: lab.hash },
    submission: { hash: submission.gradable ? submission.hash : null },
    seed,
    isolation: options.provider.isolation.level,
    versions,
    points: sum(verdict.checks.map((check) => check.points)),
    maximum: sum(lab.manifest.checks.map((check) => check.points)),
    startedAt: began.at,
    seconds: (performance.now() - began.clock) / 1000,
    ...verdict,
  });

  if (!submission.gradable)
    return conclude({
      status: "ungradable",
      checks: skippedChecks(lab),
      problem: submission.problem,
    });
  try {
    return conclude(
      judge(lab, seed, await runChecks(options, submission.files, seed)),
    );
  } catch (error) {
    signal?.throwIfAborted();
    options.onGraderTrouble?.({
      check: null,
      text:
        error instanceof Error ? (error.stack ?? error.message) : String(error),
    });
    return conclude({
      status: "error",
      checks: skippedChecks(lab),
      problem: machineProblem(error),
    });
  }
}

type Verdict = Pick<GradingResult, "status" | "checks" | "problem">;

function judge(
  lab: Lab,
  seed: number,
  { checks, troubled }: RunOutcome,
): Verdict {
  const broken = checks.find((check) => check.status === "error");
  if (broken || troubled) {
    const where = broken ? ` in the check "${broken.id}"` : "";
    return {
      status: "error",
      checks,
      problem: {
        message: `The grader of "${lab.id}" broke${where}. This is not about your work, and costs you nothing.`,
        hint: `The lab's author must mend it. Tell them the seed of this run: labs check ${lab.id} --seed ${seed}`,
      },
    };
  }
  const passed = checks.every((check) => check.status === "pass");
  return { status: passed ? "pass" : "fail", checks, problem: null };
}

function machineProblem(error: unknown): NonNullable<GradingResult["problem"]> {
  if (error instanceof LabsError)
    return { message: error.message, hint: error.hint ?? null };
  return {
    message:
      "Your work could not be graded, because something failed on this machine. This is not about your work.",
    hint: "Run `labs doctor`, and see whether the disk is full.",
  };
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
