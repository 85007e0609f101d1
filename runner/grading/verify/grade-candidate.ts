import type { GradingResult } from "#contract";
import { gradeSubmission } from "../run/grade-submission.ts";
import type { GradingOptions } from "../run/grading-options.ts";

/** What came of grading a candidate. */
export interface GradedCandidate {
  result: GradingResult;
  /** What the grader's author must mend, stacks included. */
  troubles: string[];
}

/** Grades one candidate: the only place where a trial meets the engine. */
export async function gradeCandidate(
  options: Omit<GradingOptions, "onGraderTrouble">,
): Promise<GradedCandidate> {
  const troubles: string[] = [];
  const result = await gradeSubmission({
    ...options,
    onGraderTrouble: ({ check, text }) =>
      void troubles.push(check ? `in check "${check}": ${text}` : text),
  });
  return { result, troubles };
}
