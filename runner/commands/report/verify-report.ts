import { escapeControls } from "../../grading/channel/escape-controls.ts";
import {
  verdictOf,
  type FinishedTrial,
} from "../../grading/verify/run-side-by-side.ts";
import { describeTrial, type TrialKind } from "../../grading/verify/trial.ts";
import type { Output } from "../output.ts";

/** Deviations of one lab that are told in full: what breaks twenty runs mostly breaks them the same way. */
const told = 8;

/**
 * Prints a table with a line for each of the labs, what their starters fail, and below it all deviations in full, also
 * those that were gone when the trial ran alone.
 */
export function reportVerification(
  labs: readonly string[],
  finished: readonly FinishedTrial[],
  output: Output,
): void {
  if (labs.length > 0) reportTable(labs, finished, output);
  for (const { trial, ...outcomes } of finished) {
    const { note } = verdictOf({ trial, ...outcomes });
    if (note !== null && labs.includes(trial.lab))
      output.line(`  ${describeTrial(trial)}: ${escapeControls(note)}`);
  }
  const deviating = finished.filter(
    (each) => verdictOf(each).deviation !== null,
  );
  for (const lab of new Set(finished.map(({ trial }) => trial.lab)))
    reportDeviations(
      lab,
      deviating.filter(({ trial }) => trial.lab === lab),
      output,
    );
  for (const each of finished)
    if (each.alone?.deviation === null) reportVanished(each, output);
  output.line();
  output.line(summarize(finished, deviating.length));
}

function summarize(
  finished: readonly FinishedTrial[],
  deviating: number,
): string {
  const runs = `${finished.length} ${finished.length === 1 ? "run" : "runs"}`;
  const verdict =
    deviating > 0
      ? `${deviating} not as ${deviating === 1 ? "it" : "they"} must be.`
      : finished.length === 1
        ? "as it must be."
        : "all as they must be.";
  const remembered = finished.filter(({ outcome }) => outcome.remembered);
  if (remembered.length === 0) return `${runs}, ${verdict}`;
  return `${runs}, ${verdict} ${remembered.length} of them ${remembered.length === 1 ? "is" : "are"} remembered: nothing has changed since. \`--all\` runs them again.`;
}

function reportTable(
  labs: readonly string[],
  finished: readonly FinishedTrial[],
  output: Output,
): void {
  const rows = labs.map((lab) =>
    rowOf(
      lab,
      finished.filter(({ trial }) => trial.lab === lab),
    ),
  );
  const header = [
    "lab",
    "starter",
    "solution",
    "alternatives",
    "mistakes",
    "seconds",
  ];
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
}

function rowOf(lab: string, finished: readonly FinishedTrial[]) {
  const of = (kind: TrialKind) =>
    finished.filter(({ trial }) => trial.kind === kind);
  const good = (some: readonly FinishedTrial[]) =>
    some.filter((each) => verdictOf(each).deviation === null).length;
  const counted = (some: readonly FinishedTrial[], word: string) =>
    some.length === 0 ? "none" : `${good(some)} of ${some.length} ${word}`;
  const seconds = finished
    .flatMap(({ outcome, alone }) => [outcome, ...(alone ? [alone] : [])])
    .filter(({ remembered }) => !remembered)
    .reduce((sum, outcome) => sum + outcome.seconds, 0);
  return {
    fine: good(finished) === finished.length,
    cells: [
      lab,
      starterCell(of("starter").length, good(of("starter"))),
      counted(of("solution"), "pass"),
      counted(of("alternative"), "pass"),
      counted(of("mistake"), "fail as said"),
      seconds.toFixed(1),
    ],
  };
}

function starterCell(count: number, good: number): string {
  if (count === 0) return "none";
  return good === count ? "fails" : "DEVIATES";
}

function reportDeviations(
  lab: string,
  deviating: readonly FinishedTrial[],
  output: Output,
): void {
  for (const { trial, outcome, alone } of deviating.slice(0, told)) {
    output.line();
    output.line(output.style("bold", describeTrial(trial)));
    if (!alone) tell(outcome.deviation, output);
    else {
      tell(`with everything else running: ${outcome.deviation ?? ""}`, output);
      tell(`alone: ${alone.deviation ?? ""}`, output);
    }
  }
  const more = deviating.length - told;
  if (more > 0)
    output.line(
      `\n${lab}: ${more} more ${more === 1 ? "run" : "runs"} came out wrong.`,
    );
}

function reportVanished({ trial, outcome }: FinishedTrial, output: Output) {
  output.line();
  output.line(output.style("bold", describeTrial(trial)));
  tell(
    "came out otherwise once, with everything else running; alone it came as it must. Then:",
    output,
  );
  tell(outcome.deviation, output);
}

function tell(text: string | null, output: Output): void {
  output.line(`  ${escapeControls(text ?? "").replaceAll("\n", "\n  ")}`);
}
