import { CheckTimeout } from "../outcome/failures.ts";
import type { ObservedProgram } from "../programs/observed-program.ts";
import { describePattern, linePattern } from "./line-pattern.ts";

/** Waits until the program prints a line that contains or matches this, and gives the match. */
export function awaitMatch(
  program: ObservedProgram,
  pattern: string | RegExp,
  what: string | undefined,
): Promise<RegExpExecArray> {
  const regExp = linePattern(pattern);
  const shown = what ?? describePattern(pattern);
  const { terminal } = program;
  return program.awaitLine((line) => regExp.exec(line), {
    what: shown,
    ended: () =>
      program.failure(
        `${terminal} ${program.ending} without printing ${shown}`,
      ),
    inVain: (end) =>
      new CheckTimeout(
        `${terminal} did not print ${shown}${end}. ${program.howItStands()}`,
        { program: terminal, expected: shown, seen: program.lastLine() },
      ),
  });
}
