import type { Absence } from "./contenders/contender.ts";
import type { Results } from "./results.ts";
import type { Verdict } from "./targets.ts";

/** The units of the figures that are not in milliseconds, by how their names begin. */
const units: [beginning: string, unit: string][] = [
  ["throughput", "MB/s"],
  ["share", "of all bytes"],
  ["memory, stalled", "times before"],
  ["memory of", "KB"],
];

/** All that a run has to say. */
export interface Report {
  conditions: string;
  results: Results;
  verdicts: readonly Verdict[];
  notMeasured: readonly Absence[];
}

/** The report as lines: aligned for a terminal, or as Markdown for the guide. */
export function describe(
  { conditions, results, verdicts, notMeasured }: Report,
  markdown: boolean,
): string {
  const { contenders } = results;
  const figures = results.figures.map((figure) => [
    `${figure}, ${unitOf(figure)}`,
    ...contenders.map((contender) => show(results.median(figure, contender))),
  ]);
  const promises = verdicts.map(({ promise, value, limit, verdict }) => [
    promise,
    show(value),
    limit,
    verdict,
  ]);
  const table = markdown ? asMarkdown : asText;
  return [
    conditions,
    table(["figure (medians)", ...contenders], figures),
    table(["promise", "measured", "limit", ""], promises),
    ...notMeasured.map(
      ({ name, reason }) => `Not measured: ${name}, because ${reason}.`,
    ),
  ].join("\n\n");
}

function unitOf(figure: string): string {
  return units.find(([beginning]) => figure.startsWith(beginning))?.[1] ?? "ms";
}

function show(value: number): string {
  if (Number.isNaN(value)) return "–";
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return value.toFixed(digits);
}

function asMarkdown(head: string[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.join(" | ")} |`;
  return [
    line(head),
    line(head.map((_, index) => (index === 0 ? "---" : "---:"))),
    ...rows.map(line),
  ].join("\n");
}

function asText(head: string[], rows: string[][]): string {
  const all = [head, ...rows];
  const widths = head.map((_, column) =>
    Math.max(...all.map((row) => row[column]?.length ?? 0)),
  );
  const line = (row: string[]) =>
    row
      .map((cell, column) =>
        column === 0
          ? cell.padEnd(widths[0] ?? 0)
          : cell.padStart(widths[column] ?? 0),
      )
      .join("  ");
  return all.map(line).join("\n");
}
