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
 * Runs trials side by side. Whoever runs one of a lab goes on with that lab, the longest first: each lab has graders of its own, and
 * starting one costs as much as a short trial. What came otherwise than it must, runs again alone: only then does it say
 * something of the lab, and not of a machine that had too much to do. Resolves to the trials in the order in which they came.
 */
export async function runSideBySide(
  trials: readonly Trial[],
  { width, signal, secondsOf, onFinish, onAgain }: RunningOptions,
): Promise<FinishedTrial[]> {
  const queues = queueByLab(trials, secondsOf);
  const finished: FinishedTrial[] = [];
  const work = async () => {
    for (let queue = longest(queues); queue; queue = longest(queues)) {
      queue.workers += 1;
      for (
        let trial = queue.waiting.shift();
        trial;
        trial = queue.waiting.shift()
      ) {
        const outcome = await trial.run(signal);
        finished.push({ trial, outcome, alone: null });
        onFinish(trial, outcome);
      }
      queue.workers -= 1;
    }
  };
  const workers = Array.from({ length: width }, work);
  try {
    await Promise.all(workers);
  } finally {
    // After a failure the others finish what they have begun, and begin nothing more.
    for (const { waiting } of queues) waiting.length = 0;
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

/** The trials of one lab that have not begun. */
interface LabQueue {
  /** The longest first. What nobody knows may be the longest. */
  waiting: Trial[];
  /** How many run trials of this lab. */
  workers: number;
  secondsOf(trial: Trial): number;
}

/** What a trial takes of which nobody knows, in seconds. */
const usualSeconds = 8;

function queueByLab(
  trials: readonly Trial[],
  secondsOf: RunningOptions["secondsOf"],
): LabQueue[] {
  const length = (trial: Trial) => secondsOf(trial) ?? Infinity;
  return Map.groupBy(trials, ({ lab }) => lab)
    .values()
    .map((ofLab) => ({
      waiting: ofLab.toSorted((a, b) => compare(length(b), length(a))),
      workers: 0,
      secondsOf: (trial: Trial) => secondsOf(trial) ?? usualSeconds,
    }))
    .toArray();
}

/** The lab with the most to do for one more of those who run its trials; undefined when there is nothing left to begin. */
function longest(queues: readonly LabQueue[]): LabQueue | undefined {
  const share = ({ waiting, workers, secondsOf }: LabQueue) =>
    waiting.reduce((sum, trial) => sum + secondsOf(trial), 0) / (workers + 1);
  const [most] = queues
    .filter(({ waiting }) => waiting.length > 0)
    .toSorted((a, b) => share(b) - share(a));
  return most;
}

/** Like a subtraction, which would not do for two infinities. */
function compare(a: number, b: number): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
