import {
  LabsError,
  type CheckResult,
  type GradingResult,
  type ServerMessage,
} from "#contract";
import type { Grade, GradeOptions } from "./grade.ts";

/** "Check my work" of one open lab: one check at a time, and every page follows it. */
export interface Checking {
  /** The results so far while a check is under way; null otherwise. */
  readonly soFar: CheckResult[] | null;
  /** Settles when all is said. Throws `busy` when a check is under way. */
  start(): Promise<void>;
  /** Settles when nothing runs any more. Idempotent. */
  cancel(): Promise<void>;
}

interface Run {
  controller: AbortController;
  results: CheckResult[];
  /** Resolved when it is over. */
  over: PromiseWithResolvers<void>;
}

interface CheckingOptions {
  grade: Grade;
  /** What is graded. */
  work: Pick<GradeOptions, "lab" | "folder" | "provider" | "home" | "graders">;
  /** Settles when all earlier saves are on disk. */
  saved(): Promise<unknown>;
  /** Keeps a result that was not cancelled. */
  record(result: GradingResult): Promise<void>;
  tell(message: ServerMessage): void;
  log(text: string): void;
}

export function createChecking({
  grade,
  work,
  saved,
  record,
  tell,
  log,
}: CheckingOptions): Checking {
  let current: Run | null = null;

  async function run({
    controller: { signal },
    results,
  }: Run): Promise<GradingResult | null> {
    await saved();
    const result = await grade({
      ...work,
      signal,
      onGraderTrouble: ({ check, text }) =>
        log(
          `${work.lab.id}: the grader broke${check === null ? "" : ` in ${check}`}: ${text}`,
        ),
      onCheckStart: (id) => tell({ type: "checking", check: id }),
      onCheckResult(result) {
        results.push(result);
        tell({ type: "checked", result });
      },
    });
    return signal.aborted ? null : result;
  }

  return {
    get soFar() {
      return current && [...current.results];
    },
    async start() {
      if (current)
        throw new LabsError("busy", "Your work is being checked already.", {
          hint: "Wait for the result, or cancel the check.",
          learnerSafe: true,
        });
      const mine: Run = {
        controller: new AbortController(),
        results: [],
        over: Promise.withResolvers(),
      };
      current = mine;
      tell({ type: "grading" });
      let result: GradingResult | null = null;
      try {
        result = await run(mine);
        if (result) await record(result);
      } catch (error) {
        if (!mine.controller.signal.aborted) throw error;
      } finally {
        current = null;
        tell({ type: "graded", result });
        mine.over.resolve();
      }
    },
    async cancel() {
      current?.controller.abort();
      await current?.over.promise;
    },
  };
}
