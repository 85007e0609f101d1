import { keepBusy } from "../../runner/grading/verify/keep-busy.ts";
import { planTrials } from "../../runner/grading/verify/plan-trials.ts";
import { reusedGraders } from "../../runner/grading/run/graders.ts";
import {
  describeTrial,
  type Trial,
} from "../../runner/grading/verify/trial.ts";
import { loadCatalog } from "../../runner/catalog/catalog.ts";
import { chooseProvider } from "../../runner/sandbox/choose-provider.ts";
import { openHome } from "../../runner/workspace/home.ts";
import { parseArgs } from "node:util";
import { tmpdir } from "node:os";
import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";

/**
 * `npm run test:graders:long`: grades right answers of all labs a thousand times, with every core kept busy. None may be rejected. Each
 * line has the seed of its run, so what was rejected can be repeated: `labs check <lab> --seed <seed> --dir …`.
 */
const { values } = parseArgs({
  options: {
    /** How many gradings. */
    count: { type: "string", default: "1000" },
    /** How many at a time: most of the time they wait. */
    width: { type: "string", default: "6" },
  },
});
const count = Number(values.count);

await using cleanup = new AsyncDisposableStack();
const folder = await mkdtemp(join(tmpdir(), "labs-long-"));
cleanup.defer(() => rm(folder, { recursive: true, force: true }));
const home = await openHome(folder);
const provider = await chooseProvider();
const { labs } = await loadCatalog();
const right: Trial[] = [];
for (const lab of labs) {
  const graders = cleanup.use(reusedGraders({ lab, home, provider }));
  const trials = await planTrials(lab, 1, { home, provider, graders });
  right.push(
    ...trials.filter(
      ({ kind }) => kind === "solution" || kind === "alternative",
    ),
  );
}
if (right.length === 0) throw new Error("there are no right answers to grade");

cleanup.use(keepBusy());
const began = performance.now();
let begun = 0;
let rejected = 0;
const work = async () => {
  while (begun < count) {
    const number = ++begun;
    const trial = right[number % right.length];
    if (!trial) continue;
    const { deviation, seconds, result } = await trial.run();
    if (deviation !== null) rejected++;
    console.log(
      `${deviation === null ? "✓" : "✗"} ${number} ${describeTrial(trial)}  seed ${result?.seed ?? "-"}  ${seconds.toFixed(1)} s${deviation === null ? "" : `\n${deviation}`}`,
    );
  }
};
await Promise.all(Array.from({ length: Number(values.width) }, work));
console.log(
  `${count} gradings of ${right.length} right answers at the level ${provider.isolation.level}, every core busy: ${rejected} rejected, ${((performance.now() - began) / 60_000).toFixed(1)} minutes.`,
);
process.exitCode = rejected === 0 ? 0 : 1;
