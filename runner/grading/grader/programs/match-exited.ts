import type { ExitedOptions } from "../../author/program.ts";
import { leading, type Matched, type MatcherState } from "../matcher.ts";
import { advised } from "../outcome/advised.ts";
import { CheckTimeout, GraderMisuse } from "../outcome/failures.ts";
import { programOf } from "./program-of.ts";

/** Behind `toHaveExited`. */
export async function matchExited(
  { isNot, what }: MatcherState,
  subject: unknown,
  code: number,
  { within, tryNext }: ExitedOptions,
): Promise<Matched> {
  const program = programOf(subject);
  if (isNot)
    throw new GraderMisuse(
      "toHaveExited has no .not: name the code it must have",
    );
  const should = `${leading(what)}${program.terminal} should exit with code ${code}`;
  const details = {
    program: program.terminal,
    expected: `exits with code ${code}`,
  };
  await advised({ program, tryNext }, async () => {
    const exit = await program.awaitEnd(
      (end) =>
        new CheckTimeout(
          `${should}, but it had not ended${end}. ${program.howItStands()}`,
          { ...details, seen: "still running" },
        ),
      within,
    );
    // The check has dealt with this end: a code other than 0 is no crash to it.
    program.expectEnd();
    if (exit.code === code) return;
    const failure = program.failure(`${should}, but it ${program.ending}`);
    failure.explanation = {
      ...failure.explanation,
      ...details,
      seen: program.ending,
    };
    throw failure;
  });
  return { pass: true, message: () => "" };
}
