import { cp, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { gradingResult } from "#contract";
import { runCheck } from "../../runner/commands/check.ts";
import { chooseProvider } from "../../runner/sandbox/choose-provider.ts";
import {
  fixtures,
  loadTally,
  submission,
  temporaryFolder,
  temporaryHome,
  unsafe,
} from "../grading/tally.ts";
import { recordOutput } from "./output.ts";

const solution = join(fixtures, "tally/solution");

async function check(options: {
  dir?: string;
  grader?: string;
  seed?: number;
  format?: "text" | "json";
}) {
  const recorded = recordOutput();
  const { grader, ...rest } = options;
  const home = await temporaryHome();
  const code = await runCheck(
    {
      lab: await loadTally(grader),
      home,
      provider: await chooseProvider(),
      format: "text",
      // The course's own programs, whatever this machine can isolate.
      allowUnsafe: true,
      ...rest,
    },
    recorded.output,
  );
  return { code, home, result: recorded.result(), notes: recorded.notes() };
}

test("a right solution: exit code 0, a line for each check, the points and the seed", async () => {
  const { code, result } = await check({ dir: solution, seed: 7 });
  expect(code).toBe(0);
  expect(result.match(/^✓ pass .*$/gm)).toEqual([
    "✓ pass    The consumer forwards every number  4 of 4 points",
    "✓ pass    The collector adds up by consumer  5 of 5 points",
    "✓ pass    All three work together  1 of 1 point",
  ]);
  expect(result).toMatch(
    /^Passed: 10 of 10 points\. {2}seed 7, \w+, \d+\.\d s$/m,
  );
});

test("the starter: exit code 1, what was wrong, a hint, and what to do first", async () => {
  const { code, result } = await check({
    dir: join(fixtures, "tally/starter"),
  });
  expect(code).toBe(1);
  expect(result).toContain(
    "✗ timeout The consumer forwards every number  0 of 4 points",
  );
  expect(result).toContain("Waited for a forwarded number from consumer-1");
  expect(result).toMatch(/^ {4}expected consumer \d {2}count \d+ {2}sum \d+$/m);
  expect(result).toContain("    hint     Send what you receive.");
  expect(result).toMatch(
    /^ {4}node consumer\.ts 1 \(still running\) printed:$/m,
  );
  expect(result).toMatch(
    /^Do this first: These files are as they were given\. Begin with consumer\.ts, line \d+: TODO: send it on\.$/m,
  );
  expect(result).toMatch(/^Not yet: 0 of 10 points\./m);
});

test("an empty folder: exit code 2, and what belongs there", async () => {
  const { code, result, notes } = await check({ dir: await temporaryFolder() });
  expect(code).toBe(2);
  expect(result).toBe("");
  expect(notes).toContain("consumer.ts and collector.ts are missing");
  expect(notes).toContain("`labs reset tally`");
});

test("a broken grader: exit code 3, and for its author the stack, apart from the result", async () => {
  const { code, result, notes } = await check({
    dir: solution,
    grader: "grader-throws",
  });
  expect(code).toBe(3);
  expect(result).toContain("! error   The consumer forwards every number");
  expect(notes).toContain("The lab's author must mend it.");
  expect(notes).toMatch(
    /For the lab's author.*\ncheck "forwards": TypeError: a defect of the grader\n +at .*grader-throws\.ts/s,
  );
  expect(result).not.toMatch(/a defect of the grader|\.ts:\d/);
});

test("--format json: exactly one result of the contract's form on standard output", async () => {
  const { code, result } = await check({ dir: solution, format: "json" });
  expect(code).toBe(0);
  expect(gradingResult.parse(JSON.parse(result)).status).toBe("pass");
});

test("--format json also tells of a submission that cannot be graded", async () => {
  const { code, result } = await check({
    dir: await temporaryFolder(),
    format: "json",
  });
  expect(code).toBe(2);
  expect(gradingResult.parse(JSON.parse(result)).status).toBe("ungradable");
});

test("without a folder the student's own files are checked", async () => {
  const home = await temporaryHome();
  await mkdir(home.workspace, { recursive: true });
  await cp(solution, join(home.workspace, "tally"), { recursive: true });
  const { output } = recordOutput();
  const lab = await loadTally();
  expect(
    await runCheck(
      { lab, home, provider: await chooseProvider(), format: "json" },
      output,
    ),
  ).toBe(0);
});

test("what a submission prints reaches the screen without control or bidi characters", async () => {
  const { result } = await check({ dir: await submission("prints-escapes") });
  expect(result).toContain("\\u202e");
  expect(result).not.toMatch(unsafe);
});
