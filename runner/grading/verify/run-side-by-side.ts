import type { Trial, TrialOutcome } from "./trial.ts";

/** A trial and what came of it. */
export interface FinishedTrial {
  trial: Trial;
  /** What came of it with the others beside it. */
  outcome: TrialOutcome;
  /** What came of it alone, where it had come otherwise than it must. */
  alone: TrialOutcome | null;
}

/** What counts: alone, where it ran alone. */
export function verdictOf({ outcome, alone }: FinishedTrial): TrialOutcome {
  return alone ?? outcome;
}

/** How trials run. */
interface RunningOptions {
  /** How many at a time. */
  width: number;
  signal: AbortSignal;
  /** How long a trial may take, in seconds; null when nobody knows. */
  secondsOf(trial: Trial): number | null;
  onFinish(trial: Trial, outcome: TrialOutcome): void;
  /** Some came out otherwise than they must, and run again, one by one. */
  onAgain(count: number): void;
}

/**
 * Runs trials side by side, one lab after the other, the longest first. What came otherwise than it must, runs again alone: only then does it say
 * something of the lab, and not of a machine that had too much to do. Resolves to the trials in the order in which they came.
 */
export async function runSideBySide(
  trials: readonly Trial[],
  { width, signal, secondsOf, onFinish, onAgain }: RunningOptions,
): Promise<FinishedTrial[]> {
  // What nobody knows may be the longest.
  const longest = (trial: Trial) => secondsOf(trial) ?? Infinity;
  const labs = [...new Set(trials.map(({ lab }) => lab))];
  const queue = trials.toSorted(
    (a, b) =>
      labs.indexOf(a.lab) - labs.indexOf(b.lab) ||
      compare(longest(b), longest(a)),
  );
  const finished: FinishedTrial[] = [];
  const work = async () => {
    for (let trial = queue.shift(); trial; trial = queue.shift()) {
      const outcome = await trial.run(signal);
      finished.push({ trial, outcome, alone: null });
      onFinish(trial, outcome);
    }
  };
  const workers = Array.from({ length: width }, work);
  try {
    await Promise.all(workers);
  } finally {
    // After a failure the others finish what they have begun, and begin nothing more.
    queue.length = 0;
    await Promise.allSettled(workers);
  }

  finished.sort((a, b) => trials.indexOf(a.trial) - trials.indexOf(b.trial));

  const again = finished.filter(
    // What was not graded has nothing to do with the machine; one that ran by itself was alone.
    ({ outcome }) => outcome.deviation !== null && outcome.result !== null,
  );
  if (width === 1 || trials.length === 1 || again.length === 0) return finished;
  onAgain(again.length);
  for (const each of again) {
    each.alone = await each.trial.run(signal);
    onFinish(each.trial, each.alone);
  }
  return finished;
}

/** Like a subtraction, which would not do for two infinities. */
function compare(a: number, b: number): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
