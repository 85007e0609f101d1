import { errorInOneLine, readProgramError } from "#contract";
import type { Exit, Program } from "../../author/program.ts";
import { excerpt, lastTelling } from "../outcome/excerpt.ts";
import { CheckFailure } from "../outcome/failures.ts";
import { adviceOn } from "../outcome/advice-on.ts";

/** A program as messages speak of it. */
type Described = Pick<Program, "terminal" | "lines" | "transcript"> & {
  /** How it stands, as it fits behind its name. */
  readonly ending: string;
  /** Whether it ended with another code than 0. */
  readonly failed: boolean;
};

/** How a program ended, as it fits behind its name. */
export function endingOf(exit: Exit | null): string {
  if (exit === null) return "is still running";
  return exit.signal
    ? `was ended by ${exit.signal}`
    : `exited with code ${exit.code}`;
}

/** A sentence on how it stands now. */
export function howItStands(
  program: Described,
  files: readonly string[],
): string {
  const { terminal, ending } = program;
  const error = errorOf(program, files);
  if (error) return `${terminal} ${ending}: ${error}.`;
  const last = lastTelling(program.lines);
  const said =
    last === null ? "has printed nothing" : `last printed "${excerpt(last)}"`;
  return `${terminal} ${ending} and ${said}.`;
}

/** A failure about a program; Node's error is added where it crashed with one. */
export function failureOf(
  program: Described,
  message: string,
  files: readonly string[],
): CheckFailure {
  const error = errorOf(program, files);
  const last = lastTelling(program.lines);
  const said =
    last === null
      ? "It printed nothing."
      : `The last it printed: "${excerpt(last)}".`;
  return new CheckFailure(
    error ? `${message}: ${error}` : `${message}. ${said}`,
    {
      program: program.terminal,
      seen: error ?? lastLineOf(program),
      // The error comes first: what a wait would advise on sockets helps nobody whose program does not run.
      ...(error && {
        tryNext: adviceOn(program.lines, files) ?? mendFirst,
      }),
    },
  );
}

/** Whether it ended before it began: its file could not be read or loaded. */
export function neverStarted(
  { failed, lines }: Described,
  files: readonly string[],
): boolean {
  return failed && readProgramError(lines, files)?.started === false;
}

/** Its last line as evidence, or that there is none. */
export function lastLineOf({ lines }: Described): string {
  return excerpt(lastTelling(lines) ?? "(nothing printed)");
}

/** Node's error, where it ended with one. */
export function errorOf(
  { failed, lines }: Described,
  files: readonly string[],
): string | null {
  const found = failed ? readProgramError(lines, files) : null;
  return found && excerpt(errorInOneLine(found));
}

/** What to do about an error that is not explained. */
export const mendFirst = "Mend this error first, and then check again.";
