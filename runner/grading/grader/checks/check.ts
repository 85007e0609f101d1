import { registerCheck } from "./register-check.ts";
import type { CheckLab } from "../../author/lab.ts";

/** How a check runs. */
export interface CheckOptions {
  /**
   * How long it may take, in seconds. Default 15. Give a right answer several times what it needs: programs that wait for each other
   * for good are given up soon, so it is seldom reached.
   */
  deadline?: number;
  /**
   * The checks that this one rests on: it is skipped when one of them has not passed. Name the checks of the single programs
   * where programs of the submission meet each other only: these could agree on what to print without any message.
   */
  after?: readonly string[];
}

/**
 * One check of the lab, under the id that the manifest gives it.
 *
 * It passes when `decide` returns. It fails when an `expect` or `lab.fail` in it does, and times out when a wait of
 * `lab` does. Anything else that is thrown is a defect of the grader: it is reported to the author, and costs the
 * student nothing.
 */
export function check(
  id: string,
  decide: (context: { lab: CheckLab }) => Promise<void>,
  options: CheckOptions = {},
): void {
  registerCheck(id, decide, {
    deadline: options.deadline ?? 15,
    after: options.after ?? [],
  });
}
