import { join } from "node:path";
import { expect, test } from "vitest";
import { gradingResult } from "#contract";
import { fixtures, grade, loadTally } from "./tally.ts";

const solution = join(fixtures, "tally/solution");

/**
 * What a broken grader does, the statuses of its three checks, and what its author is told. What a process had not yet
 * reported when it went is an error too.
 */
const cases: [
  grader: string,
  statuses: [forwards: string, sums: string, together: string],
  trouble: RegExp,
][] = [
  [
    "grader-throws",
    ["error", "pass", "pass"],
    /TypeError: a defect of the grader\n\s+at .*grader-throws\.ts/,
  ],
  [
    "grader-throws-at-load",
    ["error", "error", "error"],
    /a defect outside of any check/,
  ],
  [
    "grader-waits-for-ever",
    ["error", "pass", "pass"],
    /went on after its deadline/,
  ],
  ["grader-loops-for-ever", ["pass or error", "error", "error"], /hung/],
  ["grader-exits", ["error", "pass", "pass"], /process\.exit/],
  ["grader-kills-itself", ["pass or error", "error", "error"], /./],
  ["grader-lacks-a-check", ["pass", "error", "pass"], /reported no result/],
  [
    "grader-has-a-stray-check",
    ["pass", "pass", "pass"],
    /check\("stray", …\) is not in the manifest/,
  ],
  ["grader-reports-twice", ["error", "pass", "pass"], /twice/],
  ["grader-forgets-await", ["error", "pass", "pass"], /an await is missing/],
  ["grader-keeps-sending", ["error", "pass", "pass"], /let it go with `leave`/],
  ["grader-rejects-unhandled", ["pass", "pass", "pass"], /nobody handles this/],
  ["grader-malforms-its-result", ["error", "pass", "pass"], /malformed/],
  ["grader-bloats-its-result", ["error", "error", "error"], /too long/],
  [
    "grader-contradicts-itself",
    ["error", "pass", "pass"],
    /its result says "pass", Vitest says failed/,
  ],
];

test.concurrent.for(cases)(
  "%s is an error that names the author, never a verdict",
  async ([grader, statuses, trouble]) => {
    const { result, troubles } = await grade({
      lab: await loadTally(grader),
      folder: solution,
    });
    expect(gradingResult.parse(result)).toEqual(result);
    expect(result.status).toBe("error");
    expect(result.checks).toHaveLength(statuses.length);
    for (const [index, allowed] of statuses.entries())
      expect(allowed.split(" or ")).toContain(result.checks[index]?.status);
    expect(result.problem?.message).toContain("This is not about your work");
    expect(result.problem?.hint).toContain("The lab's author must mend it.");
    expect(troubles.map(({ text }) => text).join("\n")).toMatch(trouble);
    for (const check of result.checks) {
      expect(check.points).toBe(check.status === "pass" ? check.maximum : 0);
      expect(check.message).not.toMatch(/\.ts:\d|\bat \//);
    }
  },
);

test.concurrent("what a grader prints is no result", async () => {
  const { result } = await grade({
    lab: await loadTally("grader-prints-results"),
    folder: solution,
  });
  expect(result.status).toBe("fail");
  expect(result.checks.map(({ status }) => status)).toEqual([
    "pass",
    "fail",
    "pass",
  ]);
});
