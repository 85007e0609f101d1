import type { GradingResult } from "#contract";

/** What a submission is to its lab. */
export type TrialKind = "starter" | "solution" | "alternative" | "mistake";

/** One submission whose outcome is known beforehand, and how it is found out whether it comes so. */
export interface Trial {
  lab: string;
  kind: TrialKind;
  /** The name of the mistake or the alternative; empty for the others. */
  name: string;
  /** For a mistake: the check it fails, and what its message must say. */
  expects?: { fails: string; says: readonly string[] };
  run(signal?: AbortSignal): Promise<TrialOutcome>;
}

/** What came of a trial. */
export interface TrialOutcome {
  /** Why it did not come as it should, in lines for the lab's author; null when it did. */
  deviation: string | null;
  /** What the author should know although it came as it should; null when there is nothing. */
  note: string | null;
  /** Whether the grader or the machine failed, rather than the expectation. */
  broken: boolean;
  /** What the student reads of each check that did not pass, by check. */
  told: Record<string, string>;
  /** How long the run took; the run from which it is remembered, when it is. */
  seconds: number;
  /** Whether nothing ran, because all that this follows from is as it was when it came as it should. */
  remembered: boolean;
  /** The grading result; null when nothing was graded. */
  result: GradingResult | null;
}

/** A trial in words: `pipeline mistake linger-zero`. */
export function describeTrial({
  lab,
  kind,
  name,
}: Pick<Trial, "lab" | "kind" | "name">): string {
  return [lab, kind, name].join(" ").trim();
}
