import { expect, test } from "vitest";
import { reportVerification } from "../../runner/commands/report/verify-report.ts";
import {
  runSideBySide,
  verdictOf,
} from "../../runner/grading/verify/run-side-by-side.ts";
import { failedTrial } from "../../runner/grading/verify/run-trial.ts";
import { gradingResult } from "#contract";
import type { Trial, TrialOutcome } from "../../runner/grading/verify/trial.ts";
import { recordOutput } from "../commands/output.ts";
import { fixtures, grade } from "../grading/tally.ts";

const right: TrialOutcome = {
  ...failedTrial(""),
  deviation: null,
  result: gradingResult.parse(
    (await grade({ folder: `${fixtures}/nowhere` })).result,
  ),
};
const wrong: TrialOutcome = { ...right, deviation: "it did not" };

/** Trials that come out like this, one outcome for each time they run, and the order in which they began. */
function trialsThat(outcomes: Record<string, TrialOutcome[]>) {
  const began: string[] = [];
  const trials = Object.entries(outcomes).map(([name, left]): Trial => ({
    lab: "tally",
    kind: "mistake",
    name,
    run() {
      began.push(name);
      const outcome = left.shift();
      if (!outcome) throw new Error(`${name} runs too often`);
      return Promise.resolve(outcome);
    },
  }));
  return { trials, began };
}

const seconds: Record<string, number> = { short: 1, long: 9 };
const options = {
  width: 2,
  signal: new AbortController().signal,
  secondsOf: ({ name }: Trial) => seconds[name] ?? null,
  onFinish: () => undefined,
  onAgain: () => undefined,
};

test("what came out otherwise runs again alone; what vanished is told, and does not count", async () => {
  const { trials } = trialsThat({
    once: [wrong, right],
    always: [wrong, wrong],
    never: [right],
  });
  const finished = await runSideBySide(trials, options);
  expect(finished.map((each) => verdictOf(each).deviation)).toEqual([
    null,
    "it did not",
    null,
  ]);
  const { output, result } = recordOutput();
  reportVerification(["tally"], finished, output);
  expect(result()).toMatch(
    /tally mistake always\n {2}with everything else running: it did not\n {2}alone: it did not/,
  );
  expect(result()).toMatch(
    /tally mistake once\n {2}came out otherwise once, with everything else running; alone it came as it must\. Then:\n {2}it did not/,
  );
  expect(result()).toContain("3 runs, 1 not as it must be.");
});

test("one that ran alone, and one that nothing was graded of, do not run again", async () => {
  const { trials } = trialsThat({ only: [wrong] });
  expect(await runSideBySide(trials, options)).toMatchObject([{ alone: null }]);
  const { trials: two } = trialsThat({
    defect: [failedTrial("no such text")],
    fine: [right],
  });
  expect(await runSideBySide(two, options)).toMatchObject([
    { alone: null },
    { alone: null },
  ]);
});

test("the longest begin first, and before them those that nobody knows", async () => {
  const { trials, began } = trialsThat({
    short: [right],
    long: [right],
    unknown: [right],
  });
  const finished = await runSideBySide(trials, { ...options, width: 1 });
  expect(began).toEqual(["unknown", "long", "short"]);
  expect(finished.map(({ trial }) => trial.name)).toEqual([
    "short",
    "long",
    "unknown",
  ]);
});

test("whoever runs one of a lab goes on with that lab, and then helps where most is left", async () => {
  const began: string[] = [];
  const trial = (lab: string, name: string): Trial => ({
    lab,
    kind: "mistake",
    name,
    async run() {
      began.push(`${lab} ${name}`);
      // The first of them to finish is the one that began first.
      for (let turns = 0; turns < 5; turns += 1) await Promise.resolve();
      return right;
    },
  });
  const trials = [
    ...["1", "2"].map((name) => trial("short-lab", name)),
    ...["1", "2", "3", "4", "5"].map((name) => trial("long-lab", name)),
  ];
  await runSideBySide(trials, { ...options, secondsOf: () => 1 });
  expect(began).toEqual([
    ...["long-lab 1", "short-lab 1", "long-lab 2", "short-lab 2"],
    ...["long-lab 3", "long-lab 4", "long-lab 5"],
  ]);
});
