import type { Lab } from "../../catalog/lab.ts";
import { escapeControls } from "../../grading/channel/escape-controls.ts";
import {
  verdictOf,
  type FinishedTrial,
} from "../../grading/verify/run-side-by-side.ts";
import { describeTrial } from "../../grading/verify/trial.ts";
import type { Output } from "../output.ts";
import { reportCheck } from "./check-report.ts";

/** Prints all that the student of one trial reads, whatever came of it, and how to run it again. */
export function reportTrial(
  finished: FinishedTrial,
  labs: readonly { lab: Lab }[],
  output: Output,
): void {
  const { trial } = finished;
  const { result, seconds, note, deviation } = verdictOf(finished);
  const lab = labs.find((each) => each.lab.id === trial.lab)?.lab;
  output.line(output.style("bold", describeTrial(trial)));
  for (const check of lab?.manifest.checks ?? []) {
    const found = result?.checks.find(({ id }) => id === check.id);
    // What is behind the check in question was not asked.
    if (found && found.status !== "skipped") reportCheck(check, found, output);
  }
  if (note !== null) output.line(`  ${escapeControls(note)}`);
  const verdict =
    deviation === null
      ? output.style("green", "It came as it must")
      : output.style("red", "It came otherwise than it must");
  output.line(
    `${verdict}. ${output.style("dim", result ? `seed ${result.seed}, ${result.isolation}, ${seconds.toFixed(1)} s` : "nothing ran")}`,
  );
}
