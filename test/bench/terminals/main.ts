/**
 * Measures terminals: the runner at each level, a bare node-pty + ws, wetty, terminado, a C reader of a pty and tmux, in one run and
 * in random order. Prints a table, and writes test/artifacts/bench-terminals.json. Needs Linux.
 */
import { mkdir, writeFile } from "node:fs/promises";
import { availableParallelism, cpus, loadavg, release } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { parseArgs } from "node:util";
import { courseFolder } from "../../../runner/catalog/course.ts";
import { openArena, type Arena } from "./arena.ts";
import type { Absence } from "./contenders/contender.ts";
import { panelInBrowser } from "./metrics/browser.ts";
import { openCrowd, type Crowd } from "./metrics/many-terminals.ts";
import { fullSizes, quickSizes } from "./metrics/sizes.ts";
import { metrics, planRepetition, type Step } from "./plan.ts";
import { describe } from "./report.ts";
import { Results } from "./results.ts";
import { shuffled } from "./statistics.ts";
import { judge, targetsOf } from "./targets.ts";

/** No measurement begins later than this after the first, in milliseconds: what is left then is named as not measured. */
const budgetMs = 8 * 60_000;

/** How long one measurement may take, in milliseconds. */
const stepMs = 45_000;

const help = `npm run bench:terminals -- [--quick] [--only METRIC]... [--markdown]

--quick     two repetitions with small sizes: for trying out, not for the table
--only      one of ${metrics.join(", ")}
--markdown  print the tables as Markdown`;

const { values: flags } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    only: { type: "string", multiple: true, default: [] },
    markdown: { type: "boolean", default: false },
    help: { type: "boolean", short: "h", default: false },
  },
});

const known: readonly string[] = metrics;
if (flags.help || flags.only.some((name) => !known.includes(name))) {
  console.log(help);
  process.exit(flags.help ? 0 : 2);
}
const wanted = (metric: string) =>
  flags.only.length === 0 || flags.only.includes(metric);
const sizes = flags.quick ? quickSizes : fullSizes;
const results = new Results();
const failed: Absence[] = [];
let leftOut = 0;
const loadBefore = loadavg()[0] ?? 0;

const arena = await openArena();
const crowds: Crowd[] = [];
try {
  if (wanted("crowd"))
    for (const size of sizes.crowds)
      crowds.push(await openCrowd(arena.level, size));
  await measureAll(arena, crowds);
} finally {
  await Promise.all(crowds.map((crowd) => crowd.stop()));
  await arena.close();
}
if (wanted("browser"))
  await take({
    metric: "browser",
    contender: "panel in a browser",
    measure: () => panelInBrowser(sizes),
  });

const runner = arena.runners[0]?.name ?? "runner";
const verdicts = targetsOf(runner).map((target) => judge(target, results));
if (leftOut > 0)
  failed.push({
    name: `${leftOut} repetitions of single figures`,
    reason: "the time was used up",
  });
const conditions = `${flags.quick ? "Quick run, for trying out: " : ""}${sizes.repetitions} repetitions, Node ${process.versions.node}, Linux ${release()}, ${availableParallelism()} processors (${cpus()[0]?.model ?? "unknown"}), load before ${loadBefore.toFixed(1)}. Milliseconds unless said otherwise.`;
const report = {
  conditions,
  results,
  verdicts,
  notMeasured: [...arena.absent, ...failed],
};
console.log(describe(report, flags.markdown));
const artifacts = join(courseFolder, "test", "artifacts");
await mkdir(artifacts, { recursive: true });
await writeFile(
  join(artifacts, "bench-terminals.json"),
  `${JSON.stringify(report, null, 2)}\n`,
);

/** Measures in random order, so that what the machine does besides hits nobody more than others. */
async function measureAll(
  arena: Arena,
  crowds: readonly Crowd[],
): Promise<void> {
  const begin = performance.now();
  for (let repetition = 0; repetition < sizes.repetitions; repetition += 1)
    for (const step of shuffled(
      planRepetition(arena, crowds, sizes, repetition),
    ))
      if (wanted(step.metric)) {
        if (performance.now() - begin < budgetMs) await take(step);
        else leftOut += 1;
      }
}

/** A contender that fails or hangs at one thing is measured at the others. */
async function take({ metric, contender, measure }: Step): Promise<void> {
  const begin = performance.now();
  try {
    const late = delay(stepMs, null, { ref: false });
    const figures = await Promise.race([measure(), late]);
    if (!figures) throw new Error("it took too long");
    results.add(contender, figures);
  } catch (error) {
    failed.push({
      name: `${metric} of ${contender}`,
      reason: error instanceof Error ? error.message : String(error),
    });
  }
  const seconds = ((performance.now() - begin) / 1000).toFixed(1);
  process.stderr.write(`${metric} of ${contender}: ${seconds} s\n`);
}
