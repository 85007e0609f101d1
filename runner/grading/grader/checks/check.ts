import type { LabManifest } from "#contract";
import type { CheckLab, CheckOf } from "../../author/lab.ts";
import { registerCheck } from "./register-check.ts";

/** How a check runs. */
export interface CheckOptions<Id extends string = string> {
  /**
   * How long it may take, in seconds of what the machine really gave. Default 20. It is the last resort: programs that wait for each
   * other for good are given up at once, so give a right answer that is slow several times what it needs.
   */
  deadline?: number;
  /**
   * The checks that this one rests on: it is skipped when one of them has not passed. Name the checks of the single programs
   * where programs of the submission meet each other only: these could agree on what to print without any message.
   */
  after?: readonly Id[];
}

/** How a lab's grader declares one of its checks. */
export type Check<L extends LabManifest = LabManifest> = (
  id: CheckOf<L>,
  decide: (context: { lab: CheckLab<L> }) => Promise<void>,
  options?: CheckOptions<CheckOf<L>>,
) => void;

/**
 * The `check` of a lab's grader, which knows the ids of its manifest. Name it so, and write the ids as plain texts, in the order of
 * the manifest: the catalog looks in `grader.ts` for `check("…"`.
 *
 * A check passes when its function returns. It fails when an `expect` or `lab.require` in it does, and times out when a wait
 * does. Anything else that is thrown is a defect of the grader: it is reported to the author, and costs the
 * student nothing.
 */
export function checksOf<const L extends LabManifest>(
  // Only its type counts: the grader process has the manifest from its plan.
  // eslint-disable-next-line @typescript-eslint/no-unused-vars
  _manifest: L,
): Check<L> {
  return (id, decide, { deadline = 20, after = [] } = {}) =>
    registerCheck(id, decide, { deadline, after });
}
