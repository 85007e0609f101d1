// One file: the list of what grading promises, read from top to bottom.
import { mkdir, symlink, writeFile } from "node:fs/promises";
import { execFileSync } from "node:child_process";
import { cp } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import {
  gradingResult,
  isolationLevel,
  LabsError,
  type IsolationLevel,
} from "#contract";
import { processesMentioning } from "../helpers/processes.ts";
import { chooseProvider } from "../../runner/sandbox/choose-provider.ts";
import type { SandboxProvider } from "../../runner/sandbox/sandbox.ts";
import {
  fixtures,
  grade,
  gradingFolders,
  loadTally,
  temporaryFolder,
  temporaryHome,
} from "./tally.ts";

const solution = join(fixtures, "tally/solution");
const starter = join(fixtures, "tally/starter");

describe.each(isolationLevel.options)("at level %s", (level) => {
  test("the solution passes, and every result has the contract's form", async (ctx) => {
    const provider = await providerOf(level, ctx.skip);
    const { result, streamed, troubles } = await grade({
      folder: solution,
      provider,
    });
    expect(troubles).toEqual([]);
    expect(gradingResult.parse(result)).toEqual(result);
    expect(result).toMatchObject({
      status: "pass",
      points: 10,
      maximum: 10,
      isolation: level,
      problem: null,
    });
    expect(streamed).toEqual(result.checks);
    expect(result.checks.map(({ id }) => id)).toEqual([
      "forwards",
      "sums",
      "together",
    ]);
  });

  test("nothing is left of a run: no process, no folder", async (ctx) => {
    const provider = await providerOf(level, ctx.skip);
    const home = await temporaryHome();
    await grade({ folder: solution, provider, home });
    expect(await gradingFolders(home)).toEqual([]);
    expect(processesMentioning(home.root)).toEqual([]);
  });
});

test("the starter fails, and its messages name program, expectation and what was seen", async () => {
  const { result, check } = await grade({ folder: starter });
  expect(result.status).toBe("fail");
  expect(check("forwards")).toMatchObject({
    status: "timeout",
    program: "consumer-1",
    points: 0,
  });
  expect(check("forwards").message).toMatch(
    /^Waited for a forwarded number from consumer-1, but it did not come, and nothing moves any more\. consumer-1 is still running and last printed "/,
  );
  expect(check("sums")).toMatchObject({ status: "fail", program: "collector" });
  expect(check("sums").message).toContain("the partial sum of consumer");
  expect(check("sums").expected).toMatch(
    /^consumer \d {2}count \d+ {2}sum \d+$/,
  );
  expect(check("sums").seen).toMatch(/^consumer \d {2}count \d+ {2}sum 0$/);
  expect(check("sums").evidence[0]).toMatchObject({
    program: "collector",
    command: "node collector.ts",
    ending: "still running",
  });
});

test("each check's result is told before the next check begins", async () => {
  const events: string[] = [];
  await grade({
    folder: solution,
    onCheckStart: (id) => void events.push(`start ${id}`),
    onCheckResult: ({ id }) => void events.push(`end ${id}`),
  });
  expect(events).toEqual([
    "start forwards",
    "end forwards",
    "start sums",
    "end sums",
    "start together",
    "end together",
  ]);
});

test("the same seed gives the same values, also to one check alone", async () => {
  const lab = await loadTally("grader-uses-no-lab");
  const first = await grade({ lab, folder: solution });
  const message = first.check("sums").message;
  expect(message).toMatch(/^random [a-z0-9]{12} \d+$/);
  const { seed } = first.result;
  const again = await grade({ lab, folder: solution, seed, only: ["sums"] });
  expect(again.check("sums").message).toBe(message);
  expect(again.check("forwards").status).toBe("skipped");
  const other = await grade({
    lab,
    folder: solution,
    seed: (seed + 1) % 2 ** 32,
    only: ["sums"],
  });
  expect(other.check("sums").message).not.toBe(message);
});

test("a failed expect, lab.fail and a wait in vain become messages without Vitest's or our own jargon", async () => {
  const { check } = await grade({
    lab: await loadTally("grader-uses-no-lab"),
    folder: solution,
  });
  expect(check("forwards")).toMatchObject({
    status: "fail",
    message: "the numbers: expected [ 1, 3 ], but saw [ 1, 2 ].",
    expected: "[ 1, 3 ]",
    seen: "[ 1, 2 ]",
  });
  expect(check("sums")).toMatchObject({
    status: "fail",
    expected: "nothing",
    tryNext: "again",
  });
  expect(check("together")).toMatchObject({
    status: "timeout",
    message: expect.stringMatching(
      /^Waited for what never comes, but it did not come within [12] s: that is too slow, or goes round in circles\.$/,
    ) as string,
  });
});

describe("a submission that cannot be graded", () => {
  test.each<[string, (folder: string) => Promise<unknown>, string]>([
    [
      "an empty folder",
      async () => {},
      "consumer.ts and collector.ts are missing",
    ],
    [
      "one file missing",
      (folder) =>
        cp(join(solution, "consumer.ts"), join(folder, "consumer.ts")),
      "collector.ts is missing",
    ],
    [
      "a link instead of a file",
      async (folder) => {
        await cp(solution, folder, { recursive: true });
        await cp(join(folder, "consumer.ts"), join(folder, "real.ts"));
        execFileSync("ln", ["-sf", "real.ts", join(folder, "consumer.ts")]);
      },
      "consumer.ts is not an ordinary file",
    ],
    [
      "a folder instead of a file",
      async (folder) => {
        await cp(join(solution, "consumer.ts"), join(folder, "consumer.ts"));
        await mkdir(join(folder, "collector.ts"));
      },
      "collector.ts is not an ordinary file",
    ],
    [
      "a pipe instead of a file",
      async (folder) => {
        await cp(join(solution, "consumer.ts"), join(folder, "consumer.ts"));
        execFileSync("mkfifo", [join(folder, "collector.ts")]);
      },
      "collector.ts is not an ordinary file",
    ],
    [
      "a device instead of a file",
      async (folder) => {
        await cp(join(solution, "consumer.ts"), join(folder, "consumer.ts"));
        await symlink("/dev/zero", join(folder, "collector.ts"));
      },
      "collector.ts is not an ordinary file",
    ],
    [
      "a file that is too large",
      async (folder) => {
        await cp(solution, folder, { recursive: true });
        await writeFile(
          join(folder, "collector.ts"),
          " ".repeat(256 * 1024 + 1),
        );
      },
      "collector.ts is larger than 256 KiB",
    ],
    [
      "a file that is no text",
      async (folder) => {
        await cp(solution, folder, { recursive: true });
        await writeFile(
          join(folder, "collector.ts"),
          Buffer.from([0xff, 0xfe]),
        );
      },
      "collector.ts is not text in UTF-8",
    ],
  ])("%s", async (_, make, says) => {
    const folder = await temporaryFolder();
    await make(folder);
    const { result } = await grade({ folder });
    expect(gradingResult.parse(result)).toEqual(result);
    expect(result).toMatchObject({
      status: "ungradable",
      points: 0,
      submission: { hash: null },
    });
    expect(result.problem?.message).toContain(says);
    expect(result.problem?.hint).toContain("consumer.ts and collector.ts");
    expect(result.checks.map(({ status }) => status)).toEqual([
      "skipped",
      "skipped",
      "skipped",
    ]);
  });

  test("no folder at all", async () => {
    const { result } = await grade({ folder: "/nonexistent/submission" });
    expect(result.status).toBe("ungradable");
    expect(result.problem?.message).toBe(
      "/nonexistent/submission does not exist.",
    );
  });
});

describe("an abort", () => {
  test.each(["before it begins", "while a check waits"])(
    "%s ends the run with the signal's reason and leaves nothing behind",
    async (when) => {
      const abort = new AbortController();
      const reason = new Error("the student changed their mind");
      if (when === "before it begins") abort.abort(reason);
      const home = await temporaryHome();
      const running = grade({
        folder: starter,
        home,
        signal: abort.signal,
        onCheckStart: () => abort.abort(reason),
      });
      await expect(running).rejects.toBe(reason);
      expect(await gradingFolders(home)).toEqual([]);
      expect(processesMentioning(home.root)).toEqual([]);
    },
  );
});

test("a machine that makes no sandbox gives an error with what to do, not a verdict", async () => {
  const provider: SandboxProvider = {
    isolation: { level: "isolated", reason: null, remedy: null },
    open: () =>
      Promise.reject(
        new LabsError("sandbox-unavailable", "No sandbox today.", {
          hint: "Try tomorrow.",
        }),
      ),
  };
  const { result } = await grade({ folder: solution, provider });
  expect(result).toMatchObject({
    status: "error",
    problem: { message: "No sandbox today.", hint: "Try tomorrow." },
  });
});

async function providerOf(
  level: IsolationLevel,
  skip: (reason: string) => never,
): Promise<SandboxProvider> {
  try {
    return await chooseProvider({ level });
  } catch (error) {
    return skip(`not tried: ${error instanceof Error ? error.message : level}`);
  }
}
