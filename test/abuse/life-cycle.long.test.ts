import { expect } from "vitest";
import { z } from "zod";
import { chooseProvider } from "../../runner/sandbox/choose-provider.ts";
import { LabClient } from "../helpers/lab-client.ts";
import { run } from "../sandbox/trial.ts";
import { attack } from "./attack.ts";
import { makeHome } from "./course-runner.ts";
import { startRunner, summarize, type LabRunner } from "./scene.ts";

const holdings = z.object({
  descriptors: z.number(),
  processes: z.number(),
  timers: z.number(),
  folders: z.number(),
  memory: z.number(),
});

/** How much more memory a process may have afterwards, in bytes. */
const memoryGrowth = 20 * 2 ** 20;

const longRuns = [
  { what: "sandbox", times: 1000, name: "start and stop 1000 sandboxes" },
  { what: "session", times: 1000, name: "open and leave a lab 1000 times" },
];

for (const { what, times, name } of longRuns)
  attack(
    name,
    "any",
    async ({ measured }) => {
      const script = new URL("open-and-close.ts", import.meta.url).pathname;
      const began = performance.now();
      const { stdout, stderr, code } = await run({
        file: process.execPath,
        // A small nursery: what is measured is what is kept, not what is not yet collected.
        args: ["--max-semi-space-size=1", script, what, String(times)],
        env: { PATH: process.env["PATH"] ?? "", TMPDIR: await makeHome() },
        cwd: "/",
      });
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
      const { before, after } = z
        .object({ before: holdings, after: holdings })
        .parse(JSON.parse(stdout));
      const { memory: memoryBefore, ...countsBefore } = before;
      const { memory: memoryAfter, ...countsAfter } = after;
      for (const [kind, count] of Object.entries(countsBefore))
        expect({
          [kind]: countsAfter[kind as keyof typeof countsAfter] <= count,
        }).toEqual({ [kind]: true });
      const growth = memoryAfter - memoryBefore;
      expect(growth).toBeLessThan(memoryGrowth);
      const { level } = (await chooseProvider()).isolation;
      const each = (performance.now() - began) / times;
      measured(
        `${level}: nothing left, memory ${(growth / 2 ** 20).toFixed(1)} MiB, ${Math.round(each)} ms each`,
      );
    },
    300_000,
  );

const together = 30;

/** How long a page waits for the prompts of a lab's three terminals, in milliseconds. */
async function timeToOpen(runner: LabRunner, lab: string): Promise<number> {
  const began = performance.now();
  const page = await LabClient.open(runner, lab);
  for (const terminal of page.screens.keys())
    await page.until(
      "the prompt",
      () => page.text(terminal).includes("lab$"),
      60_000,
    );
  return performance.now() - began;
}

attack(
  `open ${together} labs at the same moment`,
  "any",
  async ({ measured }) => {
    const singly = 5;
    const runner = await startRunner({ labs: together + singly + 1 });
    // The first lab of a runner waits for what is loaded once.
    await timeToOpen(runner, `relay-${together + singly + 1}`);
    const alone: number[] = [];
    for (let index = 1; index <= singly; index += 1)
      alone.push(await timeToOpen(runner, `relay-${together + index}`));
    const one = summarize(alone).quantile(0.5);
    const times = await Promise.all(
      Array.from({ length: together }, (_, index) =>
        timeToOpen(runner, `relay-${index + 1}`),
      ),
    );
    const p95 = summarize(times).quantile(0.95);
    expect(times).toHaveLength(together);
    // Together they take hardly longer than one after the other on one core.
    expect(p95).toBeLessThan(1.5 * together * one);
    measured(
      `all start, p95 ${(p95 / 1000).toFixed(1)} s = ${(p95 / one).toFixed(1)} × one (${Math.round(one)} ms)`,
    );
  },
);
