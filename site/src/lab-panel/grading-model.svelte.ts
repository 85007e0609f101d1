import type { CheckResult, GradingResult, ServerMessage } from "#contract";

/** The results of checks, by the check's id, in the order in which they came. */
type CheckResults = Readonly<Record<string, CheckResult>>;

/** What "Check my work" has found, and finds now. */
export class GradingModel {
  /** Whether a check is under way. */
  active = $state(false);
  /** The check that runs at this moment. */
  current = $state<string | null>(null);
  /** The last outcome in full. */
  result = $state.raw<GradingResult | null>(null);
  /** The checks' results so far, by id: of the run under way, or of the last one. */
  results = $state.raw<CheckResults>({});
  /** Whether the last one was cancelled. */
  cancelled = $state(false);

  /** Shows what the runner has at the moment of the welcome. */
  welcome(
    active: { checks: CheckResult[] } | null,
    last: GradingResult | null,
  ): void {
    this.active = active !== null;
    this.current = null;
    this.#show(last);
    if (active) this.results = byId(active.checks);
  }

  /** Takes a message of a grading run; others are left alone. */
  take(message: ServerMessage): void {
    switch (message.type) {
      case "grading":
        this.active = true;
        this.cancelled = false;
        this.current = null;
        this.result = null;
        this.results = {};
        return;
      case "checking":
        this.current = message.check;
        return;
      case "checked":
        this.current = null;
        this.results = { ...this.results, [message.result.id]: message.result };
        return;
      case "graded":
        this.active = false;
        this.current = null;
        this.cancelled = message.result === null;
        if (message.result) this.#show(message.result);
        return;
    }
  }

  #show(result: GradingResult | null): void {
    this.result = result;
    this.results = byId(result?.checks ?? []);
  }
}

function byId(checks: CheckResult[]): CheckResults {
  return Object.fromEntries(checks.map((check) => [check.id, check]));
}
