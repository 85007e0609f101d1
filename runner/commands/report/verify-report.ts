import { escapeControls } from "../../grading/channel/escape-controls.ts";
import type { Trial, TrialOutcome } from "../../grading/verify/verify-lab.ts";
import type { Output } from "../output.ts";

/** Deviations of one lab that are told in full: what breaks twenty runs mostly breaks them the same way. */
const told = 8;

/** A trial and what came of it. */
export type FinishedTrial = Pick<Trial, "lab" | "kind" | "name"> & TrialOutcome;

/** Prints a table with a line for each lab, and below it its deviations in full. */
export function reportVerification(
  labs: readonly string[],
  trials: readonly FinishedTrial[],
  output: Output,
): void {
  const rows = labs.map((lab) =>
    rowOf(
      lab,
      trials.filter((trial) => trial.lab === lab),
    ),
  );
  const header = ["lab", "starter", "solution", "mistakes", "seconds"];
  const widths = header.map((title, column) =>
    Math.max(
      title.length,
      ...rows.map((row) => row.cells[column]?.length ?? 0),
    ),
  );
  const format = (cells: readonly string[]) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd();
  output.line(output.style("bold", `  ${format(header)}`));
  for (const { fine, cells } of rows)
    output.line(
      `${fine ? output.style("green", "✓") : output.style("red", "✗")} ${format(cells)}`,
    );

  const deviations = trials.filter((trial) => trial.deviation !== null);
  for (const lab of labs)
    reportDeviations(
      lab,
      deviations.filter((trial) => trial.lab === lab),
      output,
    );
  output.line();
  output.line(
    deviations.length === 0
      ? `${trials.length} runs, all as they must be.`
      : `${trials.length} runs, ${deviations.length} not as they must be.`,
  );
}

function reportDeviations(
  lab: string,
  deviations: readonly FinishedTrial[],
  output: Output,
): void {
  for (const { kind, name, deviation } of deviations.slice(0, told)) {
    output.line();
    output.line(output.style("bold", [lab, kind, name].join(" ").trim()));
    output.line(
      `  ${escapeControls(deviation ?? "").replaceAll("\n", "\n  ")}`,
    );
  }
  const more = deviations.length - told;
  if (more > 0)
    output.line(
      `\n${lab}: ${more} more ${more === 1 ? "run" : "runs"} came out wrong.`,
    );
}

function rowOf(lab: string, trials: readonly FinishedTrial[]) {
  const kind = (wanted: Trial["kind"]) =>
    trials.filter((trial) => trial.kind === wanted);
  const good = (some: readonly FinishedTrial[]) =>
    some.filter((trial) => trial.deviation === null).length;
  const counted = (some: readonly FinishedTrial[], word: string) =>
    `${good(some)} of ${some.length} ${word}`;
  const seconds = trials.reduce((sum, trial) => sum + trial.seconds, 0);
  return {
    fine: good(trials) === trials.length,
    cells: [
      lab,
      good(kind("starter")) === 1 ? "fails" : "DEVIATES",
      counted(kind("solution"), "pass"),
      counted(kind("mistake"), "fail as said"),
      seconds.toFixed(1),
    ],
  };
}
