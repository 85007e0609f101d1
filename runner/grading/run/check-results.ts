import type { CheckManifest, CheckResult } from "#contract";
import { checkOutcome, type CheckOutcome } from "../channel/check-outcome.ts";
import type { CheckMessage } from "../channel/grader-message.ts";

/** Something in a grader that its author must mend. Never for students. */
export interface GraderTrouble {
  /** The check in which it happened; null outside of checks. */
  check: string | null;
  /** What happened, with a stack where there is one. */
  text: string;
}

/** The results of one run, gathered from what the grader says: whatever it says, only a single well-formed pass is one. */
export interface CheckResults {
  take(message: CheckMessage): void;
  /** The check that has begun and has no result yet. */
  readonly running: string | null;
  /** The checks without a result, in order. */
  unsettled(): string[];
  /** The checks with a result that is no pass, in order. */
  notPassed(): string[];
  /** Counts a check as failed for a reason that the grader could not report. */
  fail(id: string, message: string): void;
  /** Counts whatever is still missing as error, and gives one result for each of the checks. */
  finish(): CheckResult[];
}

interface Listener {
  onCheckStart(id: string): void;
  onCheckResult(result: CheckResult): void;
  onTrouble(trouble: GraderTrouble): void;
}

export function createCheckResults(
  checks: readonly CheckManifest[],
  listener: Listener,
): CheckResults {
  const results = new Map<string, CheckResult>();
  const known = new Map(checks.map((check) => [check.id, check]));

  let running: string | null = null;

  const settle = (check: CheckManifest, outcome: CheckOutcome) => {
    const { trouble, ...rest } = outcome;
    const points = outcome.status === "pass" ? check.points : 0;
    const result = { ...rest, points, maximum: check.points };
    results.set(check.id, result);
    if (running === check.id) running = null;
    if (outcome.status === "error")
      listener.onTrouble({ check: check.id, text: trouble ?? outcome.message });
    listener.onCheckResult(result);
  };

  return {
    get running() {
      return running;
    },
    unsettled: () =>
      checks.map(({ id }) => id).filter((id) => !results.has(id)),
    notPassed: () =>
      [...results.values()]
        .filter(({ status }) => status !== "pass")
        .map(({ id }) => id),
    fail(id, message) {
      const check = known.get(id);
      if (check)
        settle(check, { ...withoutOutcome(id), status: "fail", message });
    },
    take(message) {
      if (message.type === "trouble") {
        listener.onTrouble({ check: null, text: message.stack });
        return;
      }
      const { id } = message;
      const check = known.get(id);
      if (!check)
        listener.onTrouble({
          check: id,
          text: `check("${id}", …) is not in the manifest, or not in this run`,
        });
      else if (message.type === "start") {
        running = id;
        listener.onCheckStart(id);
      } else if (results.has(id))
        settle(check, broken(id, "it reported its result twice"));
      else settle(check, readOutcome(id, message));
    },
    finish() {
      for (const check of checks)
        if (!results.has(check.id))
          settle(check, broken(check.id, "it reported no result"));
      return checks
        .map((check) => results.get(check.id))
        .filter((result) => result !== undefined);
    },
  };
}

function readOutcome(
  id: string,
  message: Extract<CheckMessage, { type: "result" }>,
): CheckOutcome {
  const parsed = checkOutcome.safeParse(message.outcome);
  if (!parsed.success)
    return broken(id, `its result is malformed: ${parsed.error.message}`);
  if (parsed.data.id !== id)
    return broken(id, `its result is that of "${parsed.data.id}"`);
  if (message.passed !== (parsed.data.status === "pass"))
    return broken(
      id,
      `its result says "${parsed.data.status}", Vitest says ${message.passed ? "passed" : "failed"}`,
    );
  return parsed.data;
}

/** The outcome of a check that gave none worth the name: an error of the grader, whatever the submission did. */
function broken(id: string, trouble: string): CheckOutcome {
  return {
    ...withoutOutcome(id),
    status: "error",
    message: "The check itself broke. This says nothing about your work.",
    trouble,
  };
}

/** What there is to say of a check that reported nothing. */
function withoutOutcome(id: string): Omit<CheckOutcome, "status" | "message"> {
  return {
    id,
    expected: null,
    seen: null,
    program: null,
    tryNext: null,
    unstarted: false,
    evidence: [],
    seconds: 0,
    trouble: null,
  };
}
