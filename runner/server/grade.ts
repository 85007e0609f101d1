import type { CheckResult, GradingResult } from "#contract";
import type { Lab } from "../catalog/lab.ts";
import type { Graders } from "../grading/run/graders.ts";
import type { GraderOptions } from "../grading/run/open-grader.ts";
import type { StandingGraders } from "../grading/run/standing-graders.ts";
import type { SandboxProvider } from "../sandbox/sandbox.ts";
import type { Home } from "../workspace/home.ts";

/** What is graded, and who is told. */
export interface GradeOptions {
  lab: Lab;
  /** The folder of the submitted files. */
  folder: string;
  provider: SandboxProvider;
  home: Home;
  /** Where the grader comes from: one may stand ready. */
  graders?: Graders;
  /** Replays a run; a fresh one is drawn otherwise. */
  seed?: number;
  signal?: AbortSignal;
  onCheckStart?(id: string): void;
  onCheckResult?(result: CheckResult): void;
  /** Hears what the grader's author must mend. Never for students. */
  onGraderTrouble?(trouble: { check: string | null; text: string }): void;
}

/** Grades a submission. The server is given it by the command line, so that it does not depend on how grading is done. */
export type Grade = (options: GradeOptions) => Promise<GradingResult>;

/** Keeps a grader of a lab ready, from now until it is closed. */
export type StandBy = (options: GraderOptions) => StandingGraders;
