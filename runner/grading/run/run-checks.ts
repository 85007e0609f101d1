import { LabsError, topologyPorts, type CheckResult } from "#contract";
import type { Lab } from "../../catalog/lab.ts";
import type { Sandbox, SandboxProvider } from "../../sandbox/sandbox.ts";
import {
  createCheckResults,
  type CheckResults,
  type GraderTrouble,
} from "./check-results.ts";
import type { SourceFile } from "./collect-submission.ts";
import { isListening } from "../../sandbox/is-listening.ts";
import type { GradingOptions } from "./grading-options.ts";
import { prepareFolder } from "./prepare-folder.ts";
import { runGrader, type GraderEnd } from "./run-grader.ts";
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

  const repeated = new Set<string>();
  while (results.unsettled().length > 0) {
    const { sandboxEnded } = await runOnce(
      options,
      submitted,
      seed,
      results,
      onTrouble,
    );
    if (sandboxEnded === null) break;
    const during = results.running;
    if (during === null) {
      onTrouble({
        check: null,
        text: `The sandbox ended outside of any check: ${sandboxEnded}`,
      });
      break;
    }
    if (repeated.has(during))
      results.fail(during, `Your programs were ended: ${sandboxEnded}`);
    repeated.add(during);
  }
  const finished = results.finish();
  const checks = skippedChecks(lab).map(
    (check) => finished.find(({ id }) => id === check.id) ?? check,
  );
  return { checks, troubled };
}

async function runOnce(
  { lab, home, provider, signal }: GradingOptions,
  submitted: readonly SourceFile[],
  seed: number,
  results: CheckResults,
  onTrouble: (trouble: GraderTrouble) => void,
): Promise<GraderEnd> {
  await requireFreePorts(lab, provider);
  await using cleanup = new AsyncDisposableStack();
  const folder = cleanup.use(await prepareFolder(lab, home, submitted));
  // The label can be seen from inside, and must not tell a program that it is graded.
  const sandbox = await provider.open({
    files: folder.programs,
    label: lab.id,
  });
  cleanup.defer(() => sandbox.close());
  signal?.throwIfAborted();

  const plan = {
    seed,
    manifest: lab.manifest,
    graderFile: lab.graderFile,
    checks: results.unsettled(),
    notPassed: results.notPassed(),
    folder: folder.programs,
    graderFolder: folder.grader,
    files: folder.files,
    sandbox: handleOf(sandbox),
  };
  const end = await runGrader(
    plan,
    sandbox,
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

function handleOf({
  level,
  id,
  pid,
  cgroup,
  folder,
  shellFolder,
  nodeFolder,
}: Sandbox) {
  return { level, id, pid, cgroup, folder, shellFolder, nodeFolder };
}
