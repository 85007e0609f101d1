import type { CheckResult } from "#contract";
import type { Lab } from "../../catalog/lab.ts";
import type { SandboxProvider } from "../../sandbox/sandbox.ts";
import type { Home } from "../../workspace/home.ts";
import type { GraderTrouble } from "./check-results.ts";
import type { Graders } from "./graders.ts";

/** What is graded, where, and who hears of it. */
export interface GradingOptions {
  lab: Lab;
  /** The folder with the submission's files. */
  folder: string;
  provider: SandboxProvider;
  home: Home;
  /** Where the grader comes from; of this lab, provider and home. Default: a fresh one in a fresh sandbox. */
  graders?: Graders;
  /** Repeats the run that had this seed. Default: a new secret one. */
  seed?: number;
  /** Runs only these checks; the others are skipped, so the result cannot be a pass. Default: all. */
  only?: readonly string[];
  /** Ends the run; the promise then rejects with the signal's reason. */
  signal?: AbortSignal;
  onCheckStart?(id: string): void;
  onCheckResult?(result: CheckResult): void;
  /** Hears what the grader's author must mend, stacks included. Never for students. */
  onGraderTrouble?(trouble: GraderTrouble): void;
}
