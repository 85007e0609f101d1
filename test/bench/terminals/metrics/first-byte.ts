import { join } from "node:path";
import type { BareContender } from "../contenders/bare.ts";
import type { RunnerContender } from "../contenders/runner.ts";
import type { Figures } from "./typing.ts";

/** Of a program that is started so often in a row, in one terminal. */
const starts = 3;

/** From the click on Run to the program's first word. */
export async function firstByteOfRun(
  contender: RunnerContender,
): Promise<Figures> {
  const page = await contender.open();
  try {
    const times: number[] = [];
    for (let start = 0; start < starts; start += 1) {
      const pane = page.panes[0];
      if (!pane) throw new Error("no terminal was opened");
      const shown = pane.screen.shows("first-byte", "arrived");
      // The shell's mark of a program's end.
      const ended = pane.screen.shows("\x1b]133;D;");
      const clicked = performance.now();
      page.run(0);
      times.push((await shown) - clicked);
      await ended;
    }
    return { "first byte": Math.min(...times) };
  } finally {
    await page.close();
  }
}

/** The same of a bare spawn of the same program. */
export async function firstByteOfSpawn(
  contender: BareContender,
): Promise<Figures> {
  const times: number[] = [];
  for (let start = 0; start < starts; start += 1) {
    const clicked = performance.now();
    const page = contender.spawn(
      join(import.meta.dirname, "..", "programs", "hello.ts"),
    );
    const shown = await page.panes[0]?.screen.shows("first-byte", "arrived");
    if (shown === undefined) throw new Error("no terminal was opened");
    times.push(shown - clicked);
    await page.close();
  }
  return { "first byte": Math.min(...times) };
}
