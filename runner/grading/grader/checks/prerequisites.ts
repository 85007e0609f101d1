import { textIn } from "#contract";
import { CheckSkipped, GraderMisuse } from "../outcome/failures.ts";
import type { GradingPlan } from "../../channel/plan.ts";

/** The checks that have passed in this process. */
const passed = new Set<string>();

/** Notes that a check has passed: others may rest on it. */
export function recordPass(id: string): void {
  passed.add(id);
}

/** Why a check that rests on \`after\` does not run; null when all of them have passed, or are not part of the run. */
export function findUnfounded(
  after: readonly string[],
  { manifest, checks, notPassed }: GradingPlan,
): CheckSkipped | null {
  for (const id of after) {
    const check = manifest.checks.find((each) => each.id === id);
    if (!check)
      throw new GraderMisuse(`after names "${id}", which is no check`);
    const missing =
      notPassed.includes(id) || (checks.includes(id) && !passed.has(id));
    if (missing)
      return new CheckSkipped(
        `This check rests on "${textIn(check.title, "en")}", which has not passed yet.`,
      );
  }
  return null;
}
