import { textIn } from "#contract";
import type { Catalog } from "../catalog/catalog.ts";
import type { Output } from "./output.ts";

/** `labs list`: the labs of the course, one a line. */
export function runList(catalog: Catalog, output: Output): number {
  const width = Math.max(...catalog.labs.map(({ id }) => id.length));
  for (const { id, manifest } of catalog.labs) {
    const points = manifest.checks.reduce(
      (sum, check) => sum + check.points,
      0,
    );
    const figures = `${String(manifest.minutes).padStart(3)} min  ${String(points).padStart(3)} points`;
    output.line(
      `${output.style("bold", id.padEnd(width))}  ${figures}  ${textIn(manifest.summary, "en")}`,
    );
  }
  return 0;
}
