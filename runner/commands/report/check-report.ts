import {
  plainText,
  textIn,
  type CheckManifest,
  type CheckResult,
  type Evidence,
} from "#contract";
import { escapeControls } from "../../grading/channel/escape-controls.ts";
import type { Output, Style } from "../output.ts";

/** Lines of a program's output that a report shows: the end, where the trouble is. */
const transcriptLines = 8;

/** Prints one check: a line, and where it did not pass, what was wrong and what helps. */
export function reportCheck(
  check: CheckManifest,
  result: CheckResult,
  output: Output,
): void {
  const { sign, word, style } = looks[result.status];
  const points = `${result.points} of ${result.maximum} ${result.maximum === 1 ? "point" : "points"}`;
  output.line(
    `${output.style(style, `${sign} ${word.padEnd(7)}`)} ${textIn(check.title, "en")}  ${output.style("dim", points)}`,
  );
  if (result.status === "pass" || result.status === "skipped") return;

  const tell = (label: string, text: string | null) => {
    if (text)
      output.line(
        `    ${output.style("bold", label.padEnd(9))}${indent(escapeControls(plainText(text)), 13)}`,
      );
  };
  output.line(`    ${indent(escapeControls(plainText(result.message)), 4)}`);
  if (result.status === "error") return;
  tell("expected", result.expected);
  // Side by side they can be compared; alone it only repeats what the message ends with.
  if (result.expected) tell("seen", result.seen);
  tell("try", result.tryNext);
  tell("hint", check.hints[0] ? textIn(check.hints[0], "en") : null);
  for (const evidence of result.evidence)
    if (isTelling(evidence, result)) reportTranscript(evidence, output);
}

const looks: Record<
  CheckResult["status"],
  { sign: string; word: string; style: Style }
> = {
  pass: { sign: "✓", word: "pass", style: "green" },
  fail: { sign: "✗", word: "fail", style: "red" },
  timeout: { sign: "✗", word: "timeout", style: "red" },
  skipped: { sign: "-", word: "skipped", style: "dim" },
  error: { sign: "!", word: "error", style: "yellow" },
};

/** The transcript of the program that the message is about; of every program when it is about none. */
function isTelling(evidence: Evidence, result: CheckResult): boolean {
  if (evidence.transcript.trim() === "") return false;
  return result.program === null || evidence.program === result.program;
}

/** What Node adds to an error that is not about the program: its own frames, and its version below a blank line. */
const nodesOwn = /^\s+at .*\bnode:|^Node\.js v|^\s*$/;

function reportTranscript(
  { command, ending, transcript }: Evidence,
  output: Output,
): void {
  const lines = escapeControls(transcript)
    .trimEnd()
    .split("\n")
    .filter((line) => !nodesOwn.test(line));
  const left = lines.length - transcriptLines;
  output.line(
    `    ${output.style("dim", `${escapeControls(command)} (${ending}) printed:`)}`,
  );
  if (left > 0)
    output.line(
      `    ${output.style("dim", `| … ${left} more ${left === 1 ? "line" : "lines"}`)}`,
    );
  for (const line of lines.slice(-transcriptLines))
    output.line(`    ${output.style("dim", "|")} ${line}`);
}

function indent(text: string, columns: number): string {
  return text.replaceAll("\n", `\n${" ".repeat(columns)}`);
}
