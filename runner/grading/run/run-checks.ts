import { LabsError, topologyPorts, type CheckResult } from "#contract";
import type { Lab } from "../../catalog/lab.ts";
import type { SandboxProvider } from "../../sandbox/sandbox.ts";
import {
  createCheckResults,
  type CheckResults,
  type GraderTrouble,
} from "./check-results.ts";
import type { SourceFile } from "./collect-submission.ts";
import { isListening } from "../../sandbox/is-listening.ts";
import type { GradingOptions } from "./grading-options.ts";
import { freshGraders, type Graders } from "./graders.ts";
import type { GraderEnd } from "./open-grader.ts";
import { withGivenFiles } from "./grading-place.ts";
import { skippedChecks } from "./skipped-checks.ts";

/** What came of running a lab's checks. */
export interface RunOutcome {
  /** One result for each check of the manifest. */
  checks: CheckResult[];
  /** Whether the grader broke, in a check or outside of them. */
  troubled: boolean;
}

/**
 * Runs the checks in a fresh sandbox. A submission can make the sandbox end, for instance by taking too much memory: the
 * check in which that happens twice fails with the reason, and the others run in another sandbox.
 *
 * @throws LabsError when the machine does not let them run.
 */
export async function runChecks(
  options: GradingOptions,
  submitted: readonly SourceFile[],
  seed: number,
): Promise<RunOutcome> {
  const { lab, only } = options;
  let troubled = false;
  const onTrouble = (trouble: GraderTrouble) => {
    troubled = true;
    options.onGraderTrouble?.(trouble);
  };
  const chosen = lab.manifest.checks.filter(
    ({ id }) => only?.includes(id) ?? true,
  );
  const results = createCheckResults(chosen, {
    onCheckStart: (id) => options.onCheckStart?.(id),
    onCheckResult: (result) => options.onCheckResult?.(result),
    onTrouble,
  });

  const graders = options.graders ?? freshGraders(options);
  const files = await withGivenFiles(lab, submitted);
  /** The checks in which a sandbox has ended; null stands for none of them. */
  const repeated = new Set<string | null>();
  while (results.unsettled().length > 0) {
    const { sandboxEnded } = await runOnce(
      options,
      graders,
      files,
      seed,
      results,
      onTrouble,
    );
    if (sandboxEnded === null) break;
    const during = results.running;
    if (repeated.has(during)) {
      const reason = `Your programs were ended: ${sandboxEnded}`;
      if (during !== null) results.fail(during, reason);
      else {
        onTrouble({
          check: null,
          text: `The sandbox ended outside of any check, twice: ${sandboxEnded}`,
        });
        break;
      }
    }
    repeated.add(during);
  }
  const finished = results.finish();
  const checks = skippedChecks(lab).map(
    (check) => finished.find(({ id }) => id === check.id) ?? check,
  );
  return { checks, troubled };
}

async function runOnce(
  { lab, provider, signal }: GradingOptions,
  graders: Graders,
  files: SourceFile[],
  seed: number,
  results: CheckResults,
  onTrouble: (trouble: GraderTrouble) => void,
): Promise<GraderEnd> {
  await requireFreePorts(lab, provider);
  const grader = await graders.take(signal);
  await using cleanup = new AsyncDisposableStack();
  cleanup.defer(() => graders.giveBack(grader));
  const end = await grader.grade(
    {
      seed,
      checks: results.unsettled(),
      notPassed: results.notPassed(),
      files,
    },
    {
      onMessage: (message) => results.take(message),
      onTrouble: (text) => onTrouble({ check: null, text }),
    },
    signal,
  );
  signal?.throwIfAborted();
  return end;
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
