import type { PrintedOptions, Values } from "../../author/values.ts";
import { excerpt } from "../outcome/excerpt.ts";
import {
  CheckFailure,
  CheckTimeout,
  GraderMisuse,
} from "../outcome/failures.ts";
import {
  describeValues,
  lineHas,
  numberInLine,
  valueInLine,
} from "./printed-values.ts";
import { programOf } from "../programs/program-of.ts";
import type { StartedProgram } from "../programs/started-program.ts";

/** What a matcher knows of the `expect` that it belongs to. */
export interface MatcherState {
  isNot: boolean;
  /** The text given to `expect(value, text)`. */
  what: string | undefined;
}

/** What Vitest wants of a matcher. Ours throws its own failures, which say more. */
interface Matched {
  pass: boolean;
  message: () => string;
}

export async function matchPrinted(
  { isNot, what }: MatcherState,
  subject: unknown,
  expected: string | RegExp | Values,
  options: PrintedOptions,
): Promise<Matched> {
  const program = programOf(subject);
  if (isNot) return matchNotPrinted(program, expected, what);
  if (typeof expected === "string" || expected instanceof RegExp)
    await program.printed(expected, what === undefined ? {} : { what });
  else await awaitValues(program, expected, options, what);
  return { pass: true, message: () => "" };
}

async function awaitValues(
  program: StartedProgram,
  expected: Values,
  { decidedBy }: PrintedOptions,
  what: string | undefined,
): Promise<void> {
  const [first] = Object.entries(expected);
  if (!first) throw new GraderMisuse("toHavePrinted({}) expects nothing");
  const [key, value] = first;
  const { terminal } = program;
  const keys = Object.keys(expected);
  const wanted = describeValues(expected);
  const should = `${leading(what)}${terminal} should print "${wanted}"`;
  // Lines that lack some of the values are no results, but tell most where there is no other.
  let last: string | null = null;
  let complete = false;
  const wrong = (line: string) =>
    new CheckFailure(
      `${should}, but the last it printed of ${key} ${value} is "${excerpt(line)}".`,
      {
        program: terminal,
        expected: wanted,
        seen: excerpt(line),
      },
    );
  await program.awaitOutput(
    (newLines) => {
      for (const line of newLines) {
        if (!lineHas(line, key, value)) continue;
        const whole = keys.every((each) => valueInLine(line, each) !== null);
        if (complete && !whole) continue;
        complete = whole;
        last = line;
        if (!whole) continue;
        if (decidedBy === undefined || !isDecided(line, decidedBy, expected))
          continue;
        if (hasAll(line, expected)) return line;
        throw wrong(line);
      }
      return last !== null && hasAll(last, expected) ? last : null;
    },
    {
      what: `"${wanted}"`,
      ended: () =>
        last === null
          ? program.failure(
              `${should}, but it ${program.ending} without a line for ${key} ${value}`,
            )
          : wrong(last),
      inVain: (seconds) =>
        last === null
          ? new CheckTimeout(
              `${should}, but it printed no line for ${key} ${value} within ${seconds} s. ${program.howItStands()}`,
              { program: terminal, expected: wanted, seen: program.lastLine() },
            )
          : wrong(last),
    },
  );
}

export async function matchExited(
  { isNot, what }: MatcherState,
  subject: unknown,
  code: number,
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
  const exit = await program.awaitEnd(
    (seconds) =>
      new CheckTimeout(
        `${should}, but it had not ended within ${seconds} s. ${program.howItStands()}`,
        {
          ...details,
          seen: "still running",
        },
      ),
  );
  // The check has dealt with this end: a code other than 0 is no crash to it.
  program.expectEnd();
  if (exit.code === code) return { pass: true, message: () => "" };
  const failure = program.failure(`${should}, but it ${program.ending}`);
  failure.explanation = {
    ...failure.explanation,
    ...details,
    seen: program.ending,
  };
  throw failure;
}

/** That something was not printed can only be said of a program that prints no more. */
function matchNotPrinted(
  program: StartedProgram,
  expected: string | RegExp | Values,
  what: string | undefined,
): Matched {
  if (program.running)
    throw new GraderMisuse("end the program before .not.toHavePrinted");
  const line = program.lines.find((candidate) => {
    if (typeof expected === "string") return candidate.includes(expected);
    if (expected instanceof RegExp) return candidate.search(expected) !== -1;
    return hasAll(candidate, expected);
  });
  if (line === undefined) return { pass: false, message: () => "" };
  throw new CheckFailure(
    `${leading(what)}${program.terminal} printed "${excerpt(line)}", which it should not.`,
    {
      program: program.terminal,
      seen: excerpt(line),
    },
  );
}

function leading(what: string | undefined): string {
  return what === undefined ? "" : `${what}: `;
}

function hasAll(line: string, values: Values): boolean {
  return Object.entries(values).every(([key, value]) =>
    lineHas(line, key, value),
  );
}

/** Whether a growing value has reached what is expected of it: the line will not become right any more. */
function isDecided(line: string, key: string, expected: Values): boolean {
  const goal = Number(expected[key]);
  if (Number.isNaN(goal))
    throw new GraderMisuse(
      `decidedBy names "${key}", which is no number in the values`,
    );
  return numberInLine(line, key) >= goal;
}
