import { CheckTimeout } from "../outcome/failures.ts";
import { leading } from "../matcher.ts";
import type { ObservedProgram } from "../programs/observed-program.ts";
import { describePattern, linePattern } from "./line-pattern.ts";

/** Waits until the program has printed so many lines that contain or match this. */
export async function awaitLines(
  program: ObservedProgram,
  pattern: string | RegExp,
  times: number,
  what: string | undefined,
): Promise<void> {
  const regExp = linePattern(pattern);
  const { terminal } = program;
  const expected =
    times === 1
      ? describePattern(pattern)
      : `${times} lines with ${pattern instanceof RegExp ? String(pattern) : JSON.stringify(pattern)}`;
  const should = `${leading(what)}${terminal} should print ${expected}`;
  let printed = 0;
  const seen = () =>
    printed === 0
      ? program.lastLine()
      : `${printed} such ${printed === 1 ? "line" : "lines"}`;
  await program.awaitOutput(
    (newLines) => {
      printed += newLines.filter((line) => regExp.test(line)).length;
      return printed >= times ? true : null;
    },
    {
      what: expected,
      ended: () => {
        const failure = program.failure(`${should}, but it ${program.ending}`);
        failure.explanation = {
          expected,
          ...failure.explanation,
          seen: seen(),
        };
        return failure;
      },
      inVain: (end) =>
        new CheckTimeout(
          `${should}, but it did not${end}. ${program.howItStands()}`,
          { program: terminal, expected, seen: seen() },
        ),
    },
  );
}
