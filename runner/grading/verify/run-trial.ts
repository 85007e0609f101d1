import type { GradingResult } from "#contract";
import type { Lab } from "../../catalog/lab.ts";
import type { SandboxProvider } from "../../sandbox/sandbox.ts";
import type { Home } from "../../workspace/home.ts";
import type { Graders } from "../run/graders.ts";
import { openCandidate, type Candidate } from "./candidate.ts";
import { gradeCandidate } from "./grade-candidate.ts";
import { toldByCheck, type Judgement } from "./judge.ts";
import type { TrialMemory } from "./trial-memory.ts";
import type { Trial, TrialOutcome } from "./trial.ts";

/** What trials run with. */
export interface TrialSurroundings {
  home: Home;
  provider: SandboxProvider;
  /** Where its runs get their graders from. Default: a new one for each. */
  graders?: Graders;
  /** What runs before have shown; without it every trial runs. */
  memory?: TrialMemory;
}

/** Says whether a result is what it must be. */
export type Judge = (result: GradingResult) => Judgement;

/** A trial before it runs. */
export interface TrialPlan extends Pick<Trial, "kind" | "name" | "expects"> {
  lab: Lab;
  candidate: Candidate;
  judge: Judge;
  /** Runs only these checks. Default: all. */
  only?: readonly string[];
}

/** Runs a trial, unless it is remembered that the very same came as it must. */
export async function runTrial(
  plan: TrialPlan,
  { home, provider, graders, memory }: TrialSurroundings,
  signal?: AbortSignal,
): Promise<TrialOutcome> {
  const { lab, candidate, judge, only } = plan;
  const opened = await openCandidate(lab, home, candidate);
  if ("defect" in opened) return failedTrial(opened.defect);
  await using open = opened;
  const folder = open.path;
  const about = { ...plan, lab: lab.id };
  const key = await memory?.keyOf(plan, folder);
  const known = key === undefined ? null : memory?.recall(about, key);
  if (known) return { ...known, ...untroubled, remembered: true };

  const { result, troubles } = await gradeCandidate({
    lab,
    folder,
    home,
    provider,
    ...(graders && { graders }),
    ...(only && { only }),
    ...(signal && { signal }),
  });
  const { seed, seconds } = result;
  const outcome = { remembered: false, result, seconds };
  if (result.status === "error" || result.status === "ungradable") {
    const reasons =
      troubles.length > 0 ? troubles : [result.problem?.message ?? ""];
    return {
      ...outcome,
      deviation: [`${result.status} (seed ${seed})`, ...reasons].join("\n"),
      note: null,
      broken: result.status === "error",
      told: {},
    };
  }
  const { deviation, note } = judge(result);
  const told = toldByCheck(result);
  if (deviation === null && key !== undefined)
    memory?.remember(about, key, { note, told, seconds });
  return {
    ...outcome,
    ...untroubled,
    deviation: deviation && `${deviation} (seed ${seed})`,
    note,
    told,
    result,
  };
}

const untroubled = { deviation: null, broken: false, result: null } as const;

/** The outcome of a trial that cannot run, because what it is made of is not right. */
export function failedTrial(defect: string): TrialOutcome {
  return {
    ...untroubled,
    deviation: defect,
    note: null,
    told: {},
    seconds: 0,
    remembered: false,
  };
}
