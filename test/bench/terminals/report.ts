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
  const measuredBy = (figure: string) =>
    results.contenders.filter(
      (contender) => !Number.isNaN(results.median(figure, contender)),
    );
  const named = (figure: string) => `${figure}, ${unitOf(figure)}`;
  const median = (figure: string, contender: string) =>
    show(results.median(figure, contender));
  const isShared = (figure: string) => measuredBy(figure).length > 2;
  const shared = results.figures.filter(isShared);
  const contenders = results.contenders.filter((contender) =>
    shared.some((figure) => measuredBy(figure).includes(contender)),
  );
  const figures = shared.map((figure) => [
    named(figure),
    ...contenders.map((contender) => median(figure, contender)),
  ]);
  // What only one or two were measured at would fill a table with gaps.
  const others = results.figures
    .filter((figure) => !isShared(figure))
    .flatMap((figure) =>
      measuredBy(figure).map((contender) => [
        named(figure),
        contender,
        median(figure, contender),
      ]),
    );
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
    table(["figure", "of", "median"], others),
    table(["promise", "measured", "limit", "result"], promises),
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
