import { median } from "../terminals/statistics.ts";
import type { Timing } from "./course.ts";

/** Under what a check was measured. */
export const conditions = ["warm", "cold", "busy"] as const;
export type Condition = (typeof conditions)[number];

/** One check that was measured. */
export interface Measured extends Timing {
  lab: string;
  condition: Condition;
}

/** A promise about checks, and what came of it. */
export interface Verdict {
  promise: string;
  value: number;
  atMost: number;
  met: boolean;
}

/** What a check may take at most: seconds, or times as long as with idle cores. */
const limits = {
  own: 0.5,
  firstLine: 0.7,
  verdict: { pair: 2.5, pipeline: 3.5 },
  busy: 3,
} as const;

const seconds = (milliseconds: number) => milliseconds / 1000;

/** Medians of one lab under one condition, in seconds. */
function mediansOf(all: readonly Measured[], lab: string, of: Condition) {
  const some = all.filter((each) => each.lab === lab && each.condition === of);
  const middle = (value: (each: Measured) => number) =>
    seconds(median(some.map(value)));
  return {
    runs: some.length,
    inside: middle(({ inside }) => inside),
    firstLine: middle(({ firstLine }) => firstLine),
    verdict: middle(({ verdict }) => verdict),
    own: middle(({ verdict, inside }) => verdict - inside),
  };
}

/** Which promises hold. */
export function judge(
  labs: readonly string[],
  measured: readonly Measured[],
): Verdict[] {
  const of = (lab: string, condition: Condition = "warm") =>
    mediansOf(measured, lab, condition);
  const verdict = (promise: string, value: number, atMost: number) => ({
    promise,
    value,
    atMost,
    met: value <= atMost,
  });
  return labs.flatMap((lab) => [
    verdict(`${lab}: the engine's own, s`, of(lab).own, limits.own),
    verdict(
      `${lab}: first line when the lab is open, s`,
      of(lab).firstLine,
      limits.firstLine,
    ),
    ...(lab === "pair" || lab === "pipeline"
      ? [
          verdict(
            `${lab}: verdict on the solution, s`,
            of(lab).verdict,
            limits.verdict[lab],
          ),
        ]
      : []),
    verdict(
      `${lab}: verdict with busy cores, times idle`,
      of(lab, "busy").verdict / of(lab).verdict,
      limits.busy,
    ),
  ]);
}

/** The report as lines: aligned for a terminal, or as Markdown. */
export function describe(
  labs: readonly string[],
  measured: readonly Measured[],
  markdown: boolean,
): string {
  const table = markdown ? asMarkdown : asText;
  const rows = labs.flatMap((lab) =>
    conditions.flatMap((condition) => {
      const of = mediansOf(measured, lab, condition);
      if (of.runs === 0) return [];
      const figures = [of.inside, of.firstLine, of.verdict, of.own];
      return [
        [
          lab,
          condition,
          String(of.runs),
          ...figures.map((value) => value.toFixed(2)),
          (of.verdict / of.inside).toFixed(2),
        ],
      ];
    }),
  );
  const promises = judge(labs, measured).map((each) => [
    each.promise,
    Number.isNaN(each.value) ? "–" : each.value.toFixed(2),
    `≤\u00a0${each.atMost}`,
    Number.isNaN(each.value) ? "not measured" : each.met ? "met" : "missed",
  ]);
  return [
    table(
      [
        "lab (medians, s)",
        "condition",
        "runs",
        "inside checks",
        "first line",
        "verdict",
        "engine's own",
        "verdict/inside",
      ],
      rows,
    ),
    table(["promise", "measured", "limit", "result"], promises),
  ].join("\n\n");
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
  return all
    .map((row) =>
      row
        .map((cell, column) =>
          column === 0
            ? cell.padEnd(widths[0] ?? 0)
            : cell.padStart(widths[column] ?? 0),
        )
        .join("  "),
    )
    .join("\n");
}
