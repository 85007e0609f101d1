import { expect } from "vitest";
import { z } from "zod";
import { chooseProvider } from "../../runner/sandbox/choose-provider.ts";
import { run } from "../sandbox/trial.ts";
import { attack } from "./attack.ts";
import { makeHome } from "./course-runner.ts";

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
  { what: "session", times: 300, name: "open and leave a lab 300 times" },
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
    600_000,
  );
