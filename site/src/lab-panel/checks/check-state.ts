import type { CheckResult } from "#contract";
import type { GradingModel } from "../grading-model.svelte.ts";

/** How a check stands: its result, or where it is on the way to one. */
export type CheckState =
  CheckResult["status"] | "checking" | "waiting" | "notChecked";

/** Whether points were lost by the student's work. */
export function isLost(state: CheckState): boolean {
  return state === "fail" || state === "timeout";
}

export function checkState(grading: GradingModel, check: string): CheckState {
  const status = grading.results[check]?.status;
  if (status) return status;
  if (!grading.active) return "notChecked";
  return grading.current === check ? "checking" : "waiting";
}
