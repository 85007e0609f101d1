import { randomInt } from "node:crypto";
import { LabsError, type CheckResult, type GradingResult } from "#contract";
import type { Lab } from "../catalog/lab.ts";
import type { Sandbox, SandboxProvider } from "../sandbox/sandbox.ts";
import type { Home } from "../workspace/home.ts";
import { createCheckResults, type GraderTrouble } from "./check-results.ts";
import { collectSubmission, type Submission } from "./collect-submission.ts";
import { isListening, topologyPorts } from "./fixture/ports.ts";
import { prepareFolder } from "./prepare-folder.ts";
import { runGrader } from "./process/run-grader.ts";
import { versions } from "./versions.ts";

/** What is graded, where, and who hears of it. */
export interface GradingOptions {
  lab: Lab;
  /** The folder with the submission's files. */
  folder: string;
  provider: SandboxProvider;
  home: Home;
  /** Repeats the run that had this seed. Default: a new secret one. */
  seed?: number;
  /** Runs only these checks; the others are skipped, so the result cannot be a pass. Default: all. */
  only?: readonly string[];
  /** Ends the run; the promise then rejects with the signal's reason. */
  signal?: AbortSignal;
  onCheckStart?(id: string): void;
  onCheckResult?(result: CheckResult): void;
  /** Hears what the grader's author must mend, stacks included. Never for students. */
  onGraderTrouble?(trouble: GraderTrouble): void;
}

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
      checks: skipped(lab),
      problem: submission.problem,
    });
  try {
    return conclude(
      judge(lab, seed, await runChecks(options, submission, seed)),
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
      checks: skipped(lab),
      problem: machineProblem(error),
    });
  }
}

type Verdict = Pick<GradingResult, "status" | "checks" | "problem">;

interface RunOutcome {
  checks: CheckResult[];
  /** The grader broke outside of a check, or in one that is over. */
  troubled: boolean;
}

async function runChecks(
  options: GradingOptions,
  submission: Extract<Submission, { gradable: true }>,
  seed: number,
): Promise<RunOutcome> {
  const { lab, home, provider, signal } = options;
  await requireFreePorts(lab, provider);
  await using cleanup = new AsyncDisposableStack();
  const folder = cleanup.use(await prepareFolder(lab, home, submission.files));
  // The label can be seen from inside, and must not tell a program that it is graded.
  const sandbox = await provider.open({ files: folder.path, label: lab.id });
  cleanup.defer(() => sandbox.close());
  signal?.throwIfAborted();

  let troubled = false;
  const onTrouble = (trouble: GraderTrouble) => {
    troubled = true;
    options.onGraderTrouble?.(trouble);
  };
  const chosen = lab.manifest.checks.filter(
    ({ id }) => options.only?.includes(id) ?? true,
  );
  const results = createCheckResults(chosen, {
    onCheckStart: (id) => options.onCheckStart?.(id),
    onCheckResult: (result) => options.onCheckResult?.(result),
    onTrouble,
  });
  const { manifest, graderFile } = lab;
  const plan = {
    seed,
    manifest,
    graderFile,
    checks: chosen.map(({ id }) => id),
    folder: folder.path,
    files: folder.files,
    sandbox: handleOf(sandbox),
  };
  await runGrader(
    plan,
    sandbox,
    {
      onMessage: (message) => results.take(message),
      onTrouble: (text) => onTrouble({ check: null, text }),
    },
    signal,
  );
  signal?.throwIfAborted();
  const finished = results.finish();
  const checks = skipped(lab).map(
    (check) => finished.find(({ id }) => id === check.id) ?? check,
  );
  return { checks, troubled };
}

/** Without a sandbox the lab's ports are the machine's, and a program in one of the student's terminals may hold one. */
async function requireFreePorts(
  lab: Lab,
  { isolation }: SandboxProvider,
): Promise<void> {
  if (isolation.level !== "none") return;
  for (const port of topologyPorts(lab.manifest)) {
    if (!(await isListening(port))) continue;
    throw new LabsError(
      "port-in-use",
      `Port ${port} is taken on this machine, and without a sandbox the checks need it.`,
      {
        hint: "Stop the programs in your terminals, and any other check, then check again.",
        learnerSafe: true,
      },
    );
  }
}

function handleOf({
  level,
  id,
  pid,
  folder,
  shellFolder,
  nodeFolder,
}: Sandbox) {
  return { level, id, pid, folder, shellFolder, nodeFolder };
}

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

/** All checks as of a run in which none began. */
function skipped(lab: Lab): CheckResult[] {
  return lab.manifest.checks.map(({ id, points }) => ({
    id,
    status: "skipped",
    points: 0,
    maximum: points,
    message: "This check did not run.",
    expected: null,
    seen: null,
    program: null,
    tryNext: null,
    evidence: [],
    seconds: 0,
  }));
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
