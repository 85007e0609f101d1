import type { CheckResult, GradingResult } from "#contract";
import type { Lab } from "../../catalog/lab.ts";
import type { SandboxProvider } from "../../sandbox/sandbox.ts";
import type { Home } from "../../workspace/home.ts";
import { gradeSubmission } from "../run/grade-submission.ts";
import { findMistakes, overlayMistake, type Mistake } from "./find-mistakes.ts";

/** One submission whose outcome is known beforehand, and how it is found out whether it comes so. */
export interface Trial {
  lab: string;
  kind: "starter" | "solution" | "mistake";
  /** The mistake's name; empty for the others. */
  name: string;
  run(signal?: AbortSignal): Promise<TrialOutcome>;
}

/** What came of a trial. */
export interface TrialOutcome {
  /** Why it did not come as it should, in lines for the lab's author; null when it did. */
  deviation: string | null;
  /** Whether the grader or the machine failed, rather than the expectation. */
  broken: boolean;
  seconds: number;
}

/** What trials run with. */
export interface TrialSurroundings {
  home: Home;
  provider: SandboxProvider;
}

/** All trials that prove the lab's grader: its starter fails, its solution passes each time, each mistake fails as it says. */
export async function planTrials(
  lab: Lab,
  repeat: number,
  surroundings: TrialSurroundings,
): Promise<Trial[]> {
  const trial = (
    kind: Trial["kind"],
    name: string,
    folder: string,
    judge: (result: GradingResult) => string | null,
  ): Trial => ({
    lab: lab.id,
    kind,
    name,
    run: (signal) => runTrial(lab, folder, surroundings, judge, signal),
  });
  const mistakes = await findMistakes(lab);
  return [
    trial("starter", "", lab.starterFolder, (result) =>
      result.status === "fail" ? null : "the starter must fail, but it passed",
    ),
    ...Array.from({ length: repeat }, () =>
      trial("solution", "", lab.solutionFolder, judgeSolution),
    ),
    ...mistakes.map((mistake) => planMistake(lab, mistake, surroundings)),
  ];
}

function planMistake(
  lab: Lab,
  { name, manifest }: Mistake,
  surroundings: TrialSurroundings,
): Trial {
  return {
    lab: lab.id,
    kind: "mistake",
    name,
    async run(signal) {
      if (!manifest.valid)
        return { deviation: manifest.defect, broken: false, seconds: 0 };
      const { fails, says } = manifest.value;
      await using overlaid = await overlayMistake(lab, surroundings.home, name);
      // Only the check that it must fail: the others have to wait for what will not come, to their deadlines.
      return await runTrial(
        lab,
        overlaid.folder,
        { ...surroundings, only: [fails] },
        (result) => judgeMistake(result, fails, says),
        signal,
      );
    },
  };
}

async function runTrial(
  lab: Lab,
  folder: string,
  surroundings: TrialSurroundings & { only?: readonly string[] },
  judge: (result: GradingResult) => string | null,
  signal?: AbortSignal,
): Promise<TrialOutcome> {
  const troubles: string[] = [];
  const result = await gradeSubmission({
    lab,
    folder,
    ...surroundings,
    ...(signal && { signal }),
    onGraderTrouble: ({ check, text }) =>
      void troubles.push(check ? `in check "${check}": ${text}` : text),
  });
  const { seed, seconds } = result;
  const replay = `seed ${seed}`;
  if (result.status === "error" || result.status === "ungradable") {
    const reasons =
      troubles.length > 0 ? troubles : [result.problem?.message ?? ""];
    return {
      deviation: [`${result.status} (${replay})`, ...reasons].join("\n"),
      broken: result.status === "error",
      seconds,
    };
  }
  const deviation = judge(result);
  return {
    deviation: deviation && `${deviation} (${replay})`,
    broken: false,
    seconds,
  };
}

function judgeSolution(result: GradingResult): string | null {
  if (result.status === "pass") return null;
  const failed = result.checks.filter((check) => check.status !== "pass");
  return [
    "the solution must pass, but it did not",
    ...failed.map(describe),
  ].join("\n");
}

function judgeMistake(
  result: GradingResult,
  fails: string,
  says: readonly string[],
): string | null {
  const check = result.checks.find(({ id }) => id === fails);
  if (check?.status !== "fail" && check?.status !== "timeout")
    return [
      `it must fail "${fails}", which says: ${check?.status ?? "nothing"}`,
      ...result.checks.map(describe),
    ].join("\n");
  const told = whatIsTold(check);
  const missing = says.filter((piece) => !told.includes(piece));
  if (missing.length === 0) return null;
  return [
    `the message of "${fails}" lacks ${missing.map((piece) => JSON.stringify(piece)).join(" and ")}`,
    describe(check),
  ].join("\n");
}

/** All that a student reads of a check besides transcripts and hints. */
function whatIsTold({ message, expected, seen, tryNext }: CheckResult): string {
  return [message, expected, seen, tryNext]
    .filter((text) => text !== null)
    .join("\n");
}

function describe(check: CheckResult): string {
  return `  ${check.id}: ${check.status}${check.message ? `: ${whatIsTold(check).replaceAll("\n", "\n    ")}` : ""}`;
}
