import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { isolationLevel } from "#contract";
import {
  reusedGraders,
  type Graders,
} from "../../runner/grading/run/graders.ts";
import { chooseProvider } from "../../runner/sandbox/choose-provider.ts";
import type { GradingOptions } from "../../runner/grading/run/grading-options.ts";
import { watchedProvider } from "./watched-provider.ts";
import {
  fixtures,
  grade,
  loadTally,
  submission,
  temporaryHome,
  type Graded,
} from "./tally.ts";

const solution = join(fixtures, "tally/solution");

type Reuse = Awaited<ReturnType<typeof watchedProvider>> & {
  graders: Graders;
  grade(folder: string, options?: Partial<GradingOptions>): Promise<Graded>;
};

/** Grades with one grader for all, until the test has finished. */
async function reuse(
  level: Parameters<typeof watchedProvider>[0] = {},
): Promise<Reuse> {
  const provider = await watchedProvider(level);
  const lab = await loadTally();
  const home = await temporaryHome();
  const graders = reusedGraders({ lab, home, provider });
  onTestFinished(() => graders[Symbol.asyncDispose]());
  return {
    ...provider,
    graders,
    grade: (folder, options = {}) =>
      grade({ folder, lab, home, provider, graders, ...options }),
  };
}

test("a second submission in the same sandbox sees nothing of the first", async (ctx) => {
  await chooseProvider({ level: "isolated" }).catch((error: unknown) => {
    ctx.skip(`only there temporary files are the sandbox's: ${String(error)}`);
  });
  const { grade, sandboxes } = await reuse({ level: "isolated" });
  const first = await grade(await submission("leaves-traces"), {
    only: ["forwards"],
  });
  expect(first.check("forwards").status).toBe("timeout");
  const second = await grade(await submission("looks-for-traces"));
  expect(second.troubles).toEqual([]);
  expect(second.result.status).toBe("pass");
  expect(sandboxes).toHaveLength(1);
});

test.for(isolationLevel.options)(
  "at level %s ports are free and files restored for the next submission",
  async (level, ctx) => {
    await chooseProvider({ level }).catch((error: unknown) => {
      ctx.skip(`not tried: ${String(error)}`);
    });
    const { grade, sandboxes } = await reuse({ level });
    const wrong = await grade(await submission("forks-daemon"), {
      only: ["forwards"],
    });
    expect(wrong.result.status).toBe("fail");
    const right = await grade(solution);
    expect(right.troubles).toEqual([]);
    expect(right.result).toMatchObject({ status: "pass" });
    expect(sandboxes).toHaveLength(1);
  },
);

test("each submission has its own seed and its own results", async () => {
  const { grade } = await reuse();
  const first = await grade(solution, { seed: 1, only: ["sums"] });
  const second = await grade(solution, { seed: 2, only: ["forwards"] });
  expect(first.result.checks.map(({ status }) => status)).toEqual([
    "skipped",
    "pass",
    "skipped",
  ]);
  expect(second.result.checks.map(({ status }) => status)).toEqual([
    "pass",
    "skipped",
    "skipped",
  ]);
  expect([first.result.seed, second.result.seed]).toEqual([1, 2]);
});

test("runs that overlap get a grader each", async () => {
  const { grade, sandboxes } = await reuse();
  const both = await Promise.all([
    grade(solution, { only: ["sums"] }),
    grade(solution, { only: ["sums"] }),
  ]);
  for (const { check } of both) expect(check("sums").status).toBe("pass");
  expect(sandboxes).toHaveLength(2);
});

test("a grader that was aborted, or whose sandbox has ended, is not used again", async () => {
  const { grade, sandboxes } = await reuse();
  const abort = new AbortController();
  const reason = new Error("enough");
  await expect(
    grade(await submission("ignores-signals"), {
      signal: abort.signal,
      onCheckStart: () => abort.abort(reason),
    }),
  ).rejects.toBe(reason);
  expect((await grade(solution, { only: ["sums"] })).troubles).toEqual([]);
  expect(sandboxes).toHaveLength(2);
  await sandboxes[1]?.close();
  const after = await grade(solution, { only: ["sums"] });
  expect(after.troubles).toEqual([]);
  expect(after.check("sums").status).toBe("pass");
  expect(sandboxes).toHaveLength(3);
});

test("a check that rests on another does not take the pass of an earlier submission for it", async () => {
  const lab = await loadTally("grader-rests-on-others");
  const home = await temporaryHome();
  const provider = await watchedProvider();
  await using graders = reusedGraders({ lab, home, provider });
  const first = await grade({ lab, home, provider, graders, folder: solution });
  expect(first.check("sums").status).toBe("pass");
  const second = await grade({
    lab,
    home,
    provider,
    graders,
    folder: await submission("exits-early"),
  });
  expect(second.check("forwards").status).toBe("fail");
  expect(second.check("sums").status).toBe("skipped");
  expect(provider.sandboxes).toHaveLength(1);
});

test("giving back and ending leaves no process", async () => {
  const { grade, graders, sandboxes } = await reuse();
  await grade(solution, { only: ["sums"] });
  await (graders as Graders & AsyncDisposable)[Symbol.asyncDispose]();
  await vi.waitUntil(async () => (await sandboxes[0]?.ended) !== undefined);
});
