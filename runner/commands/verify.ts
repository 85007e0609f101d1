import type { Lab } from "../catalog/lab.ts";
import type { Problem } from "../catalog/problem.ts";
import { keepBusy } from "../grading/verify/keep-busy.ts";
import {
  planTrials,
  type Trial,
  type TrialOutcome,
} from "../grading/verify/verify-lab.ts";
import type { SandboxProvider } from "../sandbox/sandbox.ts";
import type { Home } from "../workspace/home.ts";
import { untilInterrupted } from "./interruption.ts";
import type { Output } from "./output.ts";
import { reportProblems } from "./report/problems-report.ts";
import {
  reportVerification,
  type FinishedTrial,
} from "./report/verify-report.ts";

/** What `labs verify` needs. */
export interface VerifyCommandOptions {
  labs: readonly Lab[];
  /** What keeps other labs from being verified. Default: nothing. */
  unusable?: readonly Problem[];
  home: Home;
  provider: SandboxProvider;
  /** How often each solution must pass. */
  repeat: number;
  /** Whether every core is kept busy meanwhile. */
  load: boolean;
}

/**
 * Trials that run side by side: most of their time they wait for programs to start, on one core each. Without a sandbox
 * they would need the same ports.
 */
const sideBySide = { isolated: 2, namespaced: 2, none: 1 } as const;

/** `labs verify`: 0 all graders hold, 1 something came out otherwise than it must, 3 a grader or the machine failed, or a lab is unfinished. */
export async function runVerify(
  options: VerifyCommandOptions,
  output: Output,
): Promise<number> {
  return untilInterrupted(output, (signal) => verify(options, output, signal));
}

async function verify(
  options: VerifyCommandOptions,
  output: Output,
  signal: AbortSignal,
): Promise<0 | 1 | 3> {
  const { labs, unusable = [], repeat, home, provider } = options;
  const planned = await Promise.all(
    labs.map((lab) => planTrials(lab, repeat, { home, provider })),
  );
  const trials = planned.flat();
  await using cleanup = new AsyncDisposableStack();
  if (options.load) cleanup.use(keepBusy());

  const progress = output.progress(
    `Verifying ${labs.length} ${labs.length === 1 ? "lab" : "labs"}: ${trials.length} runs …`,
  );
  const finished: FinishedTrial[] = [];
  try {
    await runSideBySide(
      trials,
      sideBySide[provider.isolation.level],
      signal,
      (trial, outcome) => {
        finished.push({ ...trial, ...outcome });
        progress.update(
          `Verifying: ${finished.length} of ${trials.length} runs, last ${[trial.lab, trial.kind, trial.name].join(" ").trim()} …`,
        );
      },
    );
  } finally {
    progress.clear();
  }
  reportVerification(
    labs.map((lab) => lab.id),
    finished,
    output,
  );
  reportProblems({ problems: unusable }, output);
  if (unusable.length > 0 || finished.some((trial) => trial.broken)) return 3;
  return finished.some((trial) => trial.deviation !== null) ? 1 : 0;
}

async function runSideBySide(
  trials: readonly Trial[],
  width: number,
  signal: AbortSignal,
  onFinish: (trial: Trial, outcome: TrialOutcome) => void,
): Promise<void> {
  const queue = [...trials];
  const work = async () => {
    for (let trial = queue.shift(); trial; trial = queue.shift())
      onFinish(trial, await trial.run(signal));
  };
  const workers = Array.from({ length: width }, work);
  try {
    await Promise.all(workers);
  } finally {
    // After a failure the others finish what they have begun, and begin nothing more.
    queue.length = 0;
    await Promise.allSettled(workers);
  }
}
