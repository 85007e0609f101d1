import type { CheckResult } from "#contract";
import type { Lab } from "../../catalog/lab.ts";

/** All checks as of a run in which none began. */
export function skippedChecks(lab: Lab): CheckResult[] {
  return lab.manifest.checks.map(({ id, points }) => ({
    id,
    status: "skipped",
    points: 0,
    maximum: points,
    message: "This check did not run.",
    expected: null,
    seen: null,
    program: null,
    tryNext: null,
    unstarted: false,
    evidence: [],
    seconds: 0,
  }));
}
