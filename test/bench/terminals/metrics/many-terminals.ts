import { setTimeout as delay } from "node:timers/promises";
import type { IsolationLevel } from "#contract";
import { submit, untilReady, type Pane } from "../contenders/contender.ts";
import { startRunner, type RunnerContender } from "../contenders/runner.ts";
import type { RunnerPage } from "../contenders/runner-page.ts";
import { quantile } from "../statistics.ts";
import type { Sizes } from "./sizes.ts";
import { echoes, type Figures } from "./typing.ts";

/** Terminals of one lab, and labs opened at once: more would only wait for each other. */
const ofOneLab = 5;
const atOnce = 5;

/** A runner with many terminals that pages show. */
export interface Crowd {
  readonly runner: RunnerContender;
  readonly panes: readonly Pane[];
  stop(): Promise<void>;
}

export async function openCrowd(
  level: IsolationLevel,
  terminals: number,
): Promise<Crowd> {
  const runner = await startRunner(level);
  return {
    runner,
    ...(await fill(runner, terminals)),
    stop: () => runner.stop(),
  };
}

async function fill(
  runner: RunnerContender,
  terminals: number,
): Promise<{ panes: Pane[] }> {
  const pages: RunnerPage[] = [];
  for (let lab = 1; lab <= Math.ceil(terminals / ofOneLab); lab += atOnce) {
    const labs = Array.from({ length: atOnce }, (_, index) => lab + index);
    const opening = labs
      .filter((each) => (each - 1) * ofOneLab < terminals)
      .map(async (each) => {
        const page = runner.visit(each);
        await page.welcomed;
        await untilReady(page.panes);
        return page;
      });
    pages.push(...(await Promise.all(opening)));
  }
  return {
    panes: pages.flatMap((page) => [...page.panes]).slice(0, terminals),
  };
}

/** Echo when keys are typed into all of them in turn. */
export async function crowdEcho(
  { panes }: Crowd,
  { keys }: Sizes,
): Promise<Figures> {
  const times = await echoes(panes, Math.max(keys, panes.length));
  return { [`echo p99, ${panes.length} terminals`]: quantile(times, 0.99) };
}

/** More than a ring keeps. */
const flood = "seq 1 60000; echo fi''lled";

/** What a terminal whose ring is full takes of the runner's memory, in kilobytes (1000 bytes). */
export async function idleMemory(
  level: IsolationLevel,
  { idleTerminals }: Sizes,
): Promise<Figures> {
  const runner = await startRunner(level);
  try {
    const { panes: first } = await fill(runner, ofOneLab);
    // What a runner's first lab and its first flood cost is not a terminal's.
    for (const pane of [...first, ...first])
      await submit(pane, flood, "filled");
    const before = await settled(runner);
    const { panes } = await fill(runner, idleTerminals + ofOneLab);
    for (const pane of panes.slice(ofOneLab))
      await submit(pane, flood, "filled");
    const after = await settled(runner);
    return {
      "memory of an idle terminal": (after - before) / 1000 / idleTerminals,
    };
  } finally {
    await runner.stop();
  }
}

/** Memory is given back to the system a moment after it was collected. */
async function settled(runner: RunnerContender): Promise<number> {
  await runner.memory();
  await delay(300);
  return runner.memory();
}
