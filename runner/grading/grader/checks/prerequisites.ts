import { textIn } from "#contract";
import { CheckSkipped, GraderMisuse } from "../outcome/failures.ts";
import type { GradingPlan } from "../../channel/plan.ts";

/** The checks that have passed, by what is graded: the next submission begins with none. */
const passed = new WeakMap<GradingPlan, Set<string>>();

/** Notes that a check has passed: others may rest on it. */
export function recordPass(id: string, plan: GradingPlan): void {
  passed.set(plan, (passed.get(plan) ?? new Set()).add(id));
}

/** Why a check that rests on \`after\` does not run; null when all of them have passed, or are not part of the run. */
export function findUnfounded(
  after: readonly string[],
  plan: GradingPlan,
): CheckSkipped | null {
  const { manifest, checks, notPassed } = plan;
  for (const id of after) {
    const check = manifest.checks.find((each) => each.id === id);
    if (!check)
      throw new GraderMisuse(`after names "${id}", which is no check`);
    const missing =
      notPassed.includes(id) ||
      (checks.includes(id) && !passed.get(plan)?.has(id));
    if (missing)
      return new CheckSkipped(
        `This check rests on "${textIn(check.title, "en")}", which has not passed yet.`,
      );
  }
  return null;
}
