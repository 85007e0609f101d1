import { join, resolve } from "node:path";
import type { CheckResult, GradingResult } from "#contract";
import type { Lab } from "../catalog/lab.ts";
import type { GraderTrouble } from "../grading/run/check-results.ts";
import { escapeControls } from "../grading/channel/escape-controls.ts";
import { gradeSubmission } from "../grading/run/grade-submission.ts";
import type { SandboxProvider } from "../sandbox/sandbox.ts";
import type { Home } from "../workspace/home.ts";
import { untilInterrupted } from "./interruption.ts";
import type { Output, Progress, Style } from "./output.ts";
import { reportCheck } from "./report/check-report.ts";
import { refuseUnsafe } from "./refuse-unsafe.ts";
import { firstStep } from "./report/first-step.ts";

/** What `labs check` needs. */
export interface CheckCommandOptions {
  lab: Lab;
  home: Home;
  provider: SandboxProvider;
  /** `json`: exactly one grading result on standard output. */
  format: "text" | "json";
  /** The folder with the submission. Default: the student's own files of this lab. */
  dir?: string;
  /** Whether other people's programs may run below the level `isolated`. Default: false. */
  allowUnsafe?: boolean;
  /** Repeats the run that had this seed. */
  seed?: number;
}

/**
 * `labs check`: 0 all checks pass, 1 they do not, 2 the submission cannot be graded or must not be run here, 3 the grader or
 * the machine failed.
 */
export async function runCheck(
  options: CheckCommandOptions,
  output: Output,
): Promise<number> {
  return untilInterrupted(output, (signal) => check(options, output, signal));
}

async function check(
  options: CheckCommandOptions,
  output: Output,
  signal: AbortSignal,
): Promise<0 | 1 | 2 | 3> {
  const { lab, home, provider, seed } = options;
  const folder = resolve(options.dir ?? join(home.workspace, lab.id));
  const { isolation } = provider;
  const { allowUnsafe = false } = options;
  await refuseUnsafe({ folder, home, isolation, allowUnsafe });
  const troubles: GraderTrouble[] = [];
  const report =
    options.format === "text" ? createTextReport(lab, output) : silent;
  let result: GradingResult;
  try {
    result = await gradeSubmission({
      lab,
      home,
      provider,
      folder,
      ...(seed !== undefined && { seed }),
      signal,
      ...report,
      onGraderTrouble: (trouble) => void troubles.push(trouble),
    });
  } finally {
    report.end();
  }
  if (options.format === "json") output.line(JSON.stringify(result, null, 2));
  else await concludeText(lab, folder, result, output);
  reportTroubles(troubles, output);
  return exitCodes[result.status];
}

const exitCodes = { pass: 0, fail: 1, ungradable: 2, error: 3 } as const;

const verdicts: Record<
  "pass" | "fail" | "error",
  { word: string; look: Style }
> = {
  pass: { word: "Passed", look: ["bold", "green"] },
  fail: { word: "Not yet", look: ["bold", "red"] },
  error: { word: "No verdict", look: ["bold", "yellow"] },
};

const silent = { end: () => undefined };

/** Shows which check runs, and prints its result as soon as it is known. */
function createTextReport(lab: Lab, output: Output) {
  const checks = new Map(lab.manifest.checks.map((check) => [check.id, check]));
  let progress: Progress | null = null;
  const end = () => {
    progress?.clear();
    progress = null;
  };
  return {
    end,
    onCheckStart(id: string) {
      end();
      progress = output.progress(
        `Checking: ${checks.get(id)?.title.en ?? id} …`,
      );
    },
    onCheckResult(result: CheckResult) {
      end();
      const check = checks.get(result.id);
      if (check) reportCheck(check, result, output);
    },
  };
}

async function concludeText(
  lab: Lab,
  folder: string,
  result: GradingResult,
  output: Output,
): Promise<void> {
  if (result.problem) {
    output.note(escapeControls(result.problem.message));
    if (result.problem.hint) output.note(escapeControls(result.problem.hint));
  }
  if (result.status === "ungradable") return;
  const step =
    result.status === "fail"
      ? await firstStep(lab, folder, result.checks)
      : null;
  if (step)
    output.line(
      `\n${output.style("bold", "Do this first:")} ${escapeControls(step)}`,
    );
  const { word, look } = verdicts[result.status];
  output.line(
    `\n${output.style(look, word)}: ${result.points} of ${result.maximum} points.` +
      output.style(
        "dim",
        `  seed ${result.seed}, ${result.isolation}, ${result.seconds.toFixed(1)} s`,
      ),
  );
}

/** What broke in the grader is for the lab's author, who may be the one who runs this: in a shell nothing is gained by hiding it. */
function reportTroubles(
  troubles: readonly GraderTrouble[],
  output: Output,
): void {
  if (troubles.length === 0) return;
  output.note("\nFor the lab's author, this broke in its grader:");
  for (const { check, text } of troubles)
    output.note(`${check ? `check "${check}": ` : ""}${escapeControls(text)}`);
}
