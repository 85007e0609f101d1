import { describeTrial, type Trial, type TrialOutcome } from "./trial.ts";

/** A trial that has run, or is remembered. */
type Finished = Pick<Trial, "lab" | "kind" | "name" | "expects"> & TrialOutcome;

/**
 * Mistakes whose `says` has words that prove nothing, because every other wrong answer to the same check is told them
 * as well. The starter counts as one; answers that are told the same sentence count as the same mistake. Words with
 * digits are not judged: values are drawn anew for each run, and the others may be told the same number by chance.
 */
export function findIdleWords(
  finished: readonly Finished[],
): { label: string; deviation: string }[] {
  return finished.flatMap((trial) => {
    const { expects } = trial;
    if (!expects) return [];
    const own = trial.told[expects.fails];
    if (own === undefined) return [];
    const others = finished
      .filter(
        ({ lab, kind, expects: other }) =>
          lab === trial.lab &&
          (kind === "starter" || other?.fails === expects.fails),
      )
      .map(({ told }) => told[expects.fails])
      .filter((told) => told !== undefined)
      .filter((told) => sentence(told) !== sentence(own));
    if (others.length === 0) return [];
    const idle = expects.says.filter(
      (piece) =>
        !/\d/.test(piece) && others.every((told) => told.includes(piece)),
    );
    if (idle.length === 0) return [];
    return {
      label: describeTrial(trial),
      deviation: `says has ${idle.map((piece) => JSON.stringify(piece)).join(" and ")}, but every wrong answer to "${expects.fails}" is told that: take words that tell this one from others. Its student reads:\n    ${own.replaceAll("\n", "\n    ")}`,
    };
  });
}

/** A message without what the program printed, and what is another in every run: numbers, and words with digits in them. */
function sentence(told: string): string {
  return told
    .replaceAll(/".*"/g, "#")
    .replaceAll(/\S*\d\S*(\s+\S*\d\S*)*/g, "#");
}
