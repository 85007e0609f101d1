import { expect } from "vitest";
import { LabClient } from "../helpers/lab-client.ts";
import { attack } from "./attack.ts";
import { startRunner, summarize, type LabRunner } from "./scene.ts";

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
