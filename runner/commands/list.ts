import { groupByPart, partTitle, textIn } from "#contract";
import type { Catalog } from "../catalog/catalog.ts";
import type { Lab } from "../catalog/lab.ts";
import type { Output } from "./output.ts";
import { reportProblems } from "./report/problems-report.ts";

/** `labs list`: the labs in course order, part by part. 0, or 3 when a lab is unfinished. */
export function runList(catalog: Catalog, output: Output): 0 | 3 {
  const { labs } = catalog;
  const width = Math.max(...labs.map(({ id }) => id.length));
  const parts = groupByPart(labs, ({ manifest }) => manifest.part);
  for (const { part, members } of parts) {
    output.line(output.style("bold", partTitle(part, "en")));
    for (const lab of members) output.line(`  ${describe(lab, width)}`);
    output.line();
  }
  output.line(
    `${labs.length} ${labs.length === 1 ? "lab" : "labs"}, ${minutesOf(labs)} minutes in all.`,
  );
  reportProblems(catalog, output);
  return catalog.problems.length === 0 ? 0 : 3;
}

function describe({ id, manifest }: Lab, width: number): string {
  const points = manifest.checks.reduce((sum, check) => sum + check.points, 0);
  const figures = `${String(manifest.minutes).padStart(3)} min  ${String(points).padStart(3)} points`;
  return `${id.padEnd(width)}  ${figures}  ${textIn(manifest.summary, "en")}`;
}

function minutesOf(labs: readonly Lab[]): number {
  return labs.reduce((sum, { manifest }) => sum + manifest.minutes, 0);
}
