import { setTimeout as delay } from "node:timers/promises";
import { submit, type Contender, type Pane } from "../contenders/contender.ts";
import { quantile } from "../statistics.ts";
import type { Sizes } from "./sizes.ts";

/** Between two keys, in milliseconds: drawn, so that they do not keep step with anybody's timer. */
const pauseMs = () => 2 + Math.random() * 4;

/** A figure's name, and its value. */
export type Figures = Record<string, number>;

/** Types keys at programs that read them, in turn, and answers how long each echo of the line discipline took to arrive, in milliseconds. */
export async function echoes(
  panes: readonly Pane[],
  keys: number,
): Promise<number[]> {
  await Promise.all(
    panes.map((pane) =>
      submit(pane, "echo reads''-keys; cat >/dev/null", "reads-keys\r\n"),
    ),
  );
  const times: number[] = [];
  for (let key = 0; key < keys; key += 1) {
    const pane = panes[key % panes.length];
    if (!pane) break;
    await delay(pauseMs());
    const arrived = pane.screen.next();
    const typed = performance.now();
    pane.type("x");
    times.push((await arrived) - typed);
  }
  for (const pane of panes) pane.type("\x03");
  return times;
}

/** Echo in a terminal while nothing else happens. */
export async function idleEcho(
  contender: Contender,
  { keys }: Sizes,
): Promise<Figures> {
  const page = await contender.open(1);
  try {
    const times = await echoes(page.panes.slice(0, 1), keys);
    return {
      "echo p50": quantile(times, 0.5),
      "echo p99": quantile(times, 0.99),
    };
  } finally {
    await page.close();
  }
}

/** Echo in a terminal while three others of the same page print as much as they can. */
export async function floodedEcho(
  contender: Contender,
  { keys }: Sizes,
): Promise<Figures> {
  const page = await contender.open(4);
  try {
    const [first, ...others] = page.panes.slice(0, 4);
    if (!first) throw new Error("no terminal was opened");
    // One thread that parses four floods would measure itself; how a page copes is measured in a browser.
    for (const { screen, type } of others) {
      screen.skims = true;
      type("yes\r");
    }
    const times = await echoes([first], keys);
    return {
      "echo p50, three floods": quantile(times, 0.5),
      "echo p99, three floods": quantile(times, 0.99),
    };
  } finally {
    await page.close();
  }
}

/** From Ctrl+C under `yes` to the next line on the screen. */
export async function interrupt(contender: Contender): Promise<Figures> {
  const page = await contender.open(1);
  try {
    const [pane] = page.panes;
    if (!pane) throw new Error("no terminal was opened");
    pane.type("sh -c 'trap : INT; yes; echo stop\"\"ped'\r");
    await pane.screen.shows("y\r\ny\r\ny");
    await delay(200 + Math.random() * 100);
    const shown = pane.screen.shows("stopped");
    const typed = performance.now();
    pane.type("\x03");
    return { "Ctrl+C under yes": (await shown) - typed };
  } finally {
    await page.close();
  }
}
