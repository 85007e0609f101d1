import { LabsError } from "#contract";
import type { Lab } from "../catalog/lab.ts";
import type { Problem } from "../catalog/problem.ts";
import { findIdleWords } from "../grading/verify/idle-words.ts";
import { keepBusy } from "../grading/verify/keep-busy.ts";
import { planTrials } from "../grading/verify/plan-trials.ts";
import {
  runSideBySide,
  verdictOf,
  type FinishedTrial,
} from "../grading/verify/run-side-by-side.ts";
import {
  describeTrial,
  type Trial,
  type TrialOutcome,
} from "../grading/verify/trial.ts";
import { openHistory } from "../grading/verify/trial-memory.ts";
import { reusedGraders } from "../grading/run/graders.ts";
import type { SandboxProvider } from "../sandbox/sandbox.ts";
import type { Home } from "../workspace/home.ts";
import { untilInterrupted } from "./interruption.ts";
import type { Output, Progress } from "./output.ts";
import { reportProblems } from "./report/problems-report.ts";
import { reportTrial } from "./report/trial-report.ts";
import { reportVerification } from "./report/verify-report.ts";

/** What is to be proven: a whole lab, or one of its trials. */
export interface VerifyTarget {
  lab: Lab;
  /** `starter`, `solution`, or the name of a mistake or an alternative. */
  trial?: string;
}

/** What `labs verify` needs. */
export interface VerifyCommandOptions {
  targets: readonly VerifyTarget[];
  /** What keeps other labs from being verified. Default: nothing. */
  unusable?: readonly Problem[];
  home: Home;
  provider: SandboxProvider;
  /** How often the solution and each alternative must pass. */
  repeat: number;
  /** Whether every core is kept busy meanwhile. */
  load: boolean;
  /** Whether what is proven is proven again. */
  all: boolean;
}

/**
 * Trials that run side by side: most of their time they wait for programs, and hardly need a core. Without a sandbox
 * they would need the same ports.
 */
const sideBySide = { isolated: 8, namespaced: 8, none: 1 } as const;

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
  const { targets, unusable = [], repeat, load, home, provider } = options;
  const { level } = provider.isolation;
  const history = await openHistory(home, level);
  // Who repeats or loads asks for chance.
  const remembering = repeat === 1 && !load;
  const trials: Trial[] = [];
  const named: Trial[] = [];
  await using cleanup = new AsyncDisposableStack();
  for (const { lab, trial: name } of targets) {
    // Who names a trial wants to see it run.
    const recalling = !options.all && name === undefined;
    const memory = {
      ...history.memory,
      ...(!recalling && { recall: () => null }),
    };
    // Its author need not be protected from what the trials leave to each other.
    const graders = cleanup.use(reusedGraders({ lab, home, provider }));
    const surroundings = {
      home,
      provider,
      graders,
      ...(remembering && { memory }),
    };
    const planned = await planTrials(lab, repeat, surroundings);
    const chosen = name === undefined ? planned : choose(planned, lab, name);
    trials.push(...chosen);
    if (name !== undefined) named.push(...chosen);
  }

  if (load) cleanup.use(keepBusy());
  const progress = createVerifyProgress(trials.length, output);
  let finished: FinishedTrial[];
  try {
    finished = await runSideBySide(trials, {
      width: sideBySide[level],
      signal,
      secondsOf: (trial) => history.secondsOf(trial),
      onFinish(trial, outcome) {
        progress.finish(trial, outcome);
        if (outcome.result && !load)
          history.noteSeconds(trial, outcome.seconds);
      },
      onAgain: (count) => progress.again(count),
    });
  } finally {
    progress.clear();
    await history.save();
  }
  flagIdleWords(finished);

  for (const each of finished)
    if (named.includes(each.trial)) reportTrial(each, targets, output);
  const labs = targets.filter(({ trial }) => trial === undefined);
  reportVerification(
    labs.map(({ lab }) => lab.id),
    finished,
    output,
  );
  reportProblems({ problems: unusable }, output);
  const verdicts = finished.map(verdictOf);
  if (unusable.length > 0 || verdicts.some(({ broken }) => broken)) return 3;
  return verdicts.some(({ deviation }) => deviation !== null) ? 1 : 0;
}

function choose(planned: readonly Trial[], lab: Lab, name: string): Trial[] {
  const chosen = planned.filter((trial) => nameOf(trial) === name);
  if (chosen.length > 0) return chosen;
  throw new LabsError(
    "usage",
    `The lab ${lab.id} has nothing called "${name}".`,
    { hint: `It has: ${[...new Set(planned.map(nameOf))].join(", ")}.` },
  );
}

function nameOf({ kind, name }: Trial): string {
  return name === "" ? kind : name;
}

/** A mistake whose words prove nothing deviates too, however its runs came out. */
function flagIdleWords(finished: readonly FinishedTrial[]): void {
  const idle = findIdleWords(
    finished.map((each) => ({ ...each.trial, ...verdictOf(each) })),
  );
  for (const { label, deviation } of idle) {
    const each = finished.find(({ trial }) => describeTrial(trial) === label);
    if (each) verdictOf(each).deviation ??= deviation;
  }
}

function createVerifyProgress(total: number, output: Output) {
  const progress: Progress = output.progress(
    `Verifying: ${total} ${total === 1 ? "run" : "runs"} …`,
  );
  let done = 0;
  return {
    finish(trial: Trial, outcome: TrialOutcome) {
      done += 1;
      const words = describeTrial(trial);
      const sign = outcome.deviation === null ? "✓" : "✗";
      if (!outcome.remembered)
        progress.step(`${sign} ${words}  ${outcome.seconds.toFixed(1)} s`);
      progress.update(
        `Verifying: ${Math.min(done, total)} of ${total} runs, last ${words} …`,
      );
    },
    again(count: number) {
      const text = `${count} came out otherwise than ${count === 1 ? "it" : "they"} must. Again, alone:`;
      progress.step(text);
      progress.update(text);
    },
    clear: () => progress.clear(),
  };
}
