// One file: the list of the attacks on one thing, read from top to bottom.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect } from "vitest";
import { gradingResult } from "#contract";
import { loadLab } from "../../runner/catalog/lab.ts";
import type { GraderTrouble } from "../../runner/grading/run/check-results.ts";
import { gradeSubmission } from "../../runner/grading/run/grade-submission.ts";
import { chooseProvider } from "../../runner/sandbox/choose-provider.ts";
import type { SandboxProvider } from "../../runner/sandbox/sandbox.ts";
import { attack } from "./attack.ts";
import { openScratch, type Verdict } from "./cheats.ts";

const fixtures = join(import.meta.dirname, "../fixtures");
const graders = join(fixtures, "grading");
const liar = join(fixtures, "graders-that-lie/say.ts");
const ids = ["forwards", "sums", "together"];

let provider: SandboxProvider;

beforeAll(async () => {
  provider = await chooseProvider();
});

/** What a grader process says, and how it ends. */
interface Script {
  pieces: { text: string; times: number }[];
  exit: number | "stays" | "killed";
}

/** Grades the solution of the small lab, with another process in the grader's place. */
async function gradeWith(script: Script): Promise<Verdict> {
  await using scratch = await openScratch();
  const file = join(await scratch.folder(), "script.json");
  await writeFile(file, JSON.stringify(script));
  return await grade("grader-lacks-a-check", scratch.home, {
    isolation: provider.isolation,
    async open(options) {
      const sandbox = await provider.open(options);
      return {
        ...sandbox,
        enterNetwork: (_, env) =>
          sandbox.enterNetwork([process.execPath, liar, file], env),
      };
    },
  });
}

/** Grades the solution of the small lab with one of its graders. */
async function grade(
  grader: string,
  home: Parameters<typeof gradeSubmission>[0]["home"],
  sandboxes: SandboxProvider,
): Promise<Verdict> {
  const troubles: GraderTrouble[] = [];
  const lab = await loadLab(graders, "tally");
  const result = await gradeSubmission({
    lab: { ...lab, graderFile: join(graders, "graders", `${grader}.ts`) },
    folder: lab.solutionFolder,
    home,
    provider: sandboxes,
    onGraderTrouble: (trouble) => void troubles.push(trouble),
  });
  return { result, troubles };
}

/** What holds of every broken grader: no verdict, no points lost to the student, and the author is the one to act. */
function expectError({ result, troubles }: Verdict): void {
  expect(gradingResult.parse(result)).toEqual(result);
  expect(result.status).toBe("error");
  expect(result.problem?.message).toMatch(/grader of "tally" broke/);
  expect(result.problem?.message).toContain("costs you nothing");
  expect(result.problem?.hint).toContain("The lab's author must mend it.");
  expect(troubles.length).toBeGreaterThan(0);
  // Nothing of the author's for students.
  expect(JSON.stringify(result)).not.toMatch(/\.ts:\d|node:internal/);
}

const start = (id: string) =>
  `${JSON.stringify({ type: "start", id, deadline: 1 })}\n`;
const outcome = (id: string, more: object = {}) => ({
  ...{ id, status: "pass", message: "", expected: null, seen: null },
  ...{
    program: null,
    tryNext: null,
    unstarted: false,
    evidence: [],
    seconds: 0,
    trouble: null,
  },
  ...more,
});
const line = (id: string, more: object = {}, outer: object = {}) =>
  `${JSON.stringify({ type: "result", id, passed: true, outcome: outcome(id, more), ...outer })}\n`;
const end = '{"type":"end"}\n';
const passAll = ids.map((id) => start(id) + line(id)).join("");

/** What is said, once each; and how it ends. */
const says = (texts: string[], exit: Script["exit"] = "stays"): Script => ({
  pieces: texts.map((text) => ({ text, times: 1 })),
  exit,
});

const pass = ["pass", "pass", "pass"];
const lastMissing = ["pass", "pass", "error"];
const none = ["error", "error", "error"];

/** What the grader process says, and the statuses of the three checks. */
const scripts: [what: string, script: Script, statuses: string[]][] = [
  ["nothing, and exits 0", says([], 0), none],
  ["nothing but its end", says([end]), none],
  [
    "no result for one check",
    says([
      start("forwards"),
      line("forwards"),
      start("sums"),
      line("sums"),
      end,
    ]),
    lastMissing,
  ],
  [
    "a result cut short by its end",
    says([passAll.slice(0, -10)], 0),
    lastMissing,
  ],
  [
    "a result cut short by SIGKILL",
    says([passAll.slice(0, -10)], "killed"),
    lastMissing,
  ],
  ["results after its end", says([end + passAll]), none],
  ["no JSON", says(["PASS forwards\n", passAll, end]), none],
  ["null, numbers and lists", says(["null\n", "1\n[]\n", passAll, end]), none],
  ["another type", says(['{"type":"verdict","status":"pass"}\n', end]), none],
  ["bytes that are no text", says([`\ufffd\u0000${passAll}`, end]), none],
  [
    "a pass without an outcome",
    says([line("forwards", {}, { outcome: null }), end]),
    none,
  ],
  [
    "an outcome with points of its own",
    says([line("forwards", { points: 1000 }), end]),
    none,
  ],
  [
    "an outcome of another form",
    says([line("forwards", { status: "passed" }), end]),
    none,
  ],
  [
    "a result with a field too many",
    says([line("forwards", {}, { points: 1000 }), end]),
    none,
  ],
  [
    "the result of another check",
    says([line("forwards", { id: "sums" }), end]),
    none,
  ],
  ["a check that there is not", says([line("bonus"), end]), none],
  ["a check named like a prototype", says([line("constructor"), end]), none],
  [
    "pass where Vitest says failed",
    says([line("forwards", {}, { passed: false }), end]),
    none,
  ],
  [
    "failed where Vitest says passed",
    says([line("forwards", { status: "fail" }), end]),
    none,
  ],
  [
    "a result twice, both pass",
    says([passAll, line("forwards"), end]),
    ["error", "pass", "pass"],
  ],
  [
    "a result twice, fail and pass",
    says([
      line("forwards", { status: "fail" }, { passed: false }),
      line("forwards"),
      end,
    ]),
    none,
  ],
  [
    "a message of 2 MB",
    says([line("forwards", { message: "x".repeat(2_000_000) }), end]),
    none,
  ],
  [
    "a line that never ends",
    { pieces: [{ text: "x".repeat(100_000), times: 2000 }], exit: 0 },
    none,
  ],
  [
    "evidence without end",
    says([
      line("forwards", {
        evidence: Array.from({ length: 3000 }, () => ({
          program: "a",
          command: "b",
          transcript: "c",
          ending: "d",
        })),
      }),
      end,
    ]),
    none,
  ],
];

describe.concurrent("The channel:", () => {
  for (const [what, script, statuses] of scripts)
    attack(`A grader that says ${what}`, "any", async ({ measured }) => {
      const began = process.memoryUsage.rss();
      const verdict = await gradeWith(script);
      expectError(verdict);
      const { checks, points } = verdict.result;
      expect(checks.map(({ status }) => status)).toEqual(statuses);
      const worth = checks.filter(({ status }) => status === "pass");
      expect(points).toBe(worth.reduce((sum, { maximum }) => sum + maximum, 0));
      expect(process.memoryUsage.rss() - began).toBeLessThan(300e6);
      measured(`error, ${points} points`);
    });

  attack("A grader that says what it should is believed", "any", async () => {
    const { result, troubles } = await gradeWith(says([passAll, end]));
    expect(troubles).toEqual([]);
    expect(result.checks.map(({ status }) => status)).toEqual(pass);
    expect(result).toMatchObject({ status: "pass", points: 10 });
  });
});

/** Graders that break; what their author is told. */
const broken: [what: string, grader: string, trouble: RegExp][] = [
  [
    "throws in a check",
    "grader-throws",
    /TypeError: a defect of the grader\n\s+at /,
  ],
  [
    "throws when it is loaded",
    "grader-throws-at-load",
    /a defect outside of any check/,
  ],
  [
    "throws where nobody catches",
    "grader-rejects-unhandled",
    /nobody handles this/,
  ],
  ["waits for ever", "grader-waits-for-ever", /went on after its deadline/],
  [
    "loops for ever",
    "grader-loops-for-ever",
    /The grader hung .* and was ended/,
  ],
  ["calls process.exit(0)", "grader-exits", /process\.exit/],
  ["kills itself", "grader-kills-itself", /./],
  ["forgets an await", "grader-forgets-await", /an await is missing/],
];

describe.concurrent("The process:", () => {
  for (const [what, grader, trouble] of broken)
    attack(`A grader that ${what}`, "any", async ({ measured }) => {
      await using scratch = await openScratch();
      const verdict = await grade(grader, scratch.home, provider);
      expectError(verdict);
      const told = verdict.troubles.map(({ text }) => text).join("\n");
      expect(told).toMatch(trouble);
      const { checks, seconds } = verdict.result;
      for (const { status, points, maximum } of checks)
        expect(points).toBe(status === "pass" ? maximum : 0);
      measured(`error in ${seconds.toFixed(0)} s, the author is told`);
    });
});
