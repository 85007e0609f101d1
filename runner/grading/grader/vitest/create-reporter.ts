import type { Reporter, TestCase } from "vitest/node";
import type { CheckOutcome } from "../../channel/check-outcome.ts";
import type { GraderMessage } from "../../channel/grader-message.ts";
import { isLeftOut, type AssignmentListener } from "../assignment.ts";

/** A Vitest reporter that says what happens in the grader as it happens. */
export interface GraderReporter extends Reporter {
  /**
   * A check begins. Vitest says so, too, but up to 100 ms later, and never if the check keeps the process busy for ever. Where
   * a result is still on its way, what Vitest says is waited for: all comes in its order.
   */
  begin: AssignmentListener["onBegin"];
}

export function createReporter(
  send: (message: GraderMessage) => void,
): GraderReporter {
  /** Those that said by themselves that they begin, and those of which it was told. */
  const announced = new Set<string>();
  const begun = new Set<string>();
  const ended = new Set<string>();
  const start: AssignmentListener["onBegin"] = (task, check) => {
    if (begun.has(task)) return;
    begun.add(task);
    send({ type: "start", ...check });
  };
  return {
    begin(task, check) {
      const inOrder = announced.isSubsetOf(ended);
      announced.add(task);
      if (inOrder) start(task, check);
    },
    onTestRunStart() {
      announced.clear();
      begun.clear();
      ended.clear();
    },
    onTestModuleCollected(module) {
      for (const error of module.errors())
        send({ type: "trouble", stack: describe(error) });
    },
    onTestCaseReady(testCase) {
      const check = testCase.meta().check;
      if (check && isLeftOut(check.id)) return;
      if (check) start(testCase.id, check);
      else
        send({
          type: "trouble",
          stack: `${testCase.fullName} is a test without check(…)`,
        });
    },
    onTestCaseResult(testCase) {
      const check = testCase.meta().check;
      if (!check || isLeftOut(check.id)) return;
      ended.add(testCase.id);
      const passed = testCase.result().state === "passed";
      send({
        type: "result",
        id: check.id,
        passed,
        outcome: testCase.meta().outcome ?? brokenOff(testCase, check.id),
      });
    },
    onTestRunEnd(modules, unhandledErrors) {
      for (const module of modules)
        for (const error of module.errors())
          send({ type: "trouble", stack: describe(error) });
      for (const error of unhandledErrors)
        send({ type: "trouble", stack: describe(error) });
    },
  };
}

/** The outcome of a check that has none: it broke before or after it decided. */
function brokenOff(testCase: TestCase, id: string): CheckOutcome {
  const errors = testCase.result().errors ?? [];
  return {
    id,
    status: "error",
    message: "The check itself broke. This says nothing about your work.",
    expected: null,
    seen: null,
    program: null,
    tryNext: null,
    unstarted: false,
    evidence: [],
    seconds: (testCase.diagnostic()?.duration ?? 0) / 1000,
    trouble:
      errors.map(describe).join("\n").slice(0, 20_000) ||
      "it ended without an outcome",
  };
}

function describe(error: { message: string; stack?: string }): string {
  return (error.stack ?? error.message).slice(0, 20_000);
}
