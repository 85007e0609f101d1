/**
 * Measures checks of each lab's solution as a page sees them, in one run and in random order: with a grader that stands ready and
 * without, with idle cores and with all of them busy. Prints a table, and writes test/artifacts/bench-checks.json. Needs Linux.
 */
import { mkdir, writeFile } from "node:fs/promises";
import { availableParallelism, cpus, loadavg, release } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { courseFolder } from "../../../runner/catalog/course.ts";
import { shuffled } from "../terminals/statistics.ts";
import { keepCoresBusy } from "./busy-cores.ts";
import { openCourse } from "./course.ts";
import { describe, judge, type Condition, type Measured } from "./report.ts";

/** How often a lab is checked under each condition. With busy cores a check takes several times as long. */
const repetitions: Record<Condition, number> = { warm: 3, cold: 2, busy: 1 };

/** No check begins later than this after the first, in milliseconds: what is left then is named as not measured. */
const budgetMs = 160_000;

const help = `npm run bench:checks -- [--lab LAB]... [--markdown]

--lab       only these labs
--markdown  print the tables as Markdown`;

const { values: flags } = parseArgs({
  options: {
    lab: { type: "string", multiple: true, default: [] },
    markdown: { type: "boolean", default: false },
    help: { type: "boolean", short: "h", default: false },
  },
});
if (flags.help) {
  console.log(help);
  process.exit(0);
}

const loadBefore = loadavg()[0] ?? 0;
const measured: Measured[] = [];
const notMeasured: string[] = [];
await using course = await openCourse();
const labs = course.labs.filter(
  ({ id }) => flags.lab.length === 0 || flags.lab.includes(id),
);
const plan = labs.flatMap((lab) =>
  (Object.keys(repetitions) as Condition[]).flatMap((condition) =>
    Array.from({ length: repetitions[condition] }, () => ({ lab, condition })),
  ),
);
const [first] = labs;
// What is loaded for the first time is no part of what a check takes.
if (first) await course.check(first, false);
const began = performance.now();
for (const { lab, condition } of shuffled(plan)) {
  if (performance.now() - began > budgetMs) {
    notMeasured.push(`${lab.id}, ${condition}: the time was used up`);
    continue;
  }
  try {
    await using cleanup = new AsyncDisposableStack();
    if (condition === "busy") cleanup.use(keepCoresBusy());
    const timing = await course.check(lab, condition !== "cold");
    measured.push({ lab: lab.id, condition, ...timing });
    process.stderr.write(
      `${lab.id}, ${condition}: ${(timing.verdict / 1000).toFixed(1)} s\n`,
    );
  } catch (error) {
    notMeasured.push(
      `${lab.id}, ${condition}: ${error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error)}`,
    );
  }
}

const ids = labs.map(({ id }) => id);
const conditions = `Level ${course.provider.isolation.level}, Node ${process.versions.node}, Linux ${release()}, ${availableParallelism()} processors (${cpus()[0]?.model ?? "unknown"}), load before ${loadBefore.toFixed(1)} and after ${(loadavg()[0] ?? 0).toFixed(1)}: with another's load no core is idle.`;
console.log(
  [
    conditions,
    describe(ids, measured, flags.markdown),
    ...notMeasured.map((what) => `Not measured: ${what}.`),
  ].join("\n\n"),
);
const artifacts = join(courseFolder, "test", "artifacts");
await mkdir(artifacts, { recursive: true });
await writeFile(
  join(artifacts, "bench-checks.json"),
  `${JSON.stringify({ conditions, measured, verdicts: judge(ids, measured), notMeasured }, null, 2)}\n`,
);
