import { registerCheck } from "../fixture/register-check.ts";
import type { CheckLab } from "./lab.ts";

/** How a check runs. */
export interface CheckOptions {
  /** How long it may take, in seconds. Default 10. Give a right answer several times what it needs. */
  deadline?: number;
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
  registerCheck(id, decide, options.deadline ?? 10);
}
