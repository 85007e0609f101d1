import type { PrintedOptions, Values } from "../../author/printed.ts";
import { excerpt } from "../outcome/excerpt.ts";
import {
  CheckFailure,
  CheckTimeout,
  GraderMisuse,
} from "../outcome/failures.ts";
import { leading } from "../matcher.ts";
import type { ObservedProgram } from "../programs/observed-program.ts";
import {
  describeValues,
  lineHas,
  lineHasAll,
  numberInLine,
  valueInLine,
} from "./printed-values.ts";

/** Waits until the last line with the first of these values has all the others. */
export async function awaitValues(
  program: ObservedProgram,
  expected: Values,
  { decidedBy }: PrintedOptions,
  what: string | undefined,
): Promise<void> {
  const [first] = Object.entries(expected);
  if (!first) throw new GraderMisuse("toHavePrinted({}) expects nothing");
  const [key, value] = first;
  const named = describeValues({ [key]: value });
  const { terminal } = program;
  const keys = Object.keys(expected);
  const wanted = describeValues(expected);
  const should = `${leading(what)}${terminal} should print "${wanted}"`;
  // Lines that lack some of the values are no results, but tell most where there is no other.
  let last: string | null = null;
  let complete = false;
  const wrong = (line: string, passed = false) => {
    const others = keys.filter(
      (each) => !lineHasAll(line, { [each]: expected[each] ?? "" }),
    );
    const lacks = keys.filter((each) => valueInLine(line, each) === null);
    const which = passed
      ? `it went on with "${excerpt(line)}"`
      : lacks.length > 0
        ? `it printed "${excerpt(line)}", without ${lacks.join(" and ")}`
        : `the last it printed of ${named} has another ${others.join(" and ")}: "${excerpt(line)}"`;
    return new CheckFailure(`${should}, but ${which}.`, {
      program: terminal,
      expected: wanted,
      seen: excerpt(line),
    });
  };
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
        if (lineHasAll(line, expected)) return line;
        throw wrong(line, !hasReached(line, decidedBy, expected));
      }
      return last !== null && lineHasAll(last, expected) ? last : null;
    },
    {
      what: `"${wanted}"`,
      ended: () =>
        last === null
          ? program.failure(
              `${should}, but it ${program.ending} without a line for ${named}`,
            )
          : wrong(last),
      inVain: (end) =>
        last === null
          ? new CheckTimeout(
              `${should}, but it printed no line for ${named}${end}. ${program.howItStands()}`,
              { program: terminal, expected: wanted, seen: program.lastLine() },
            )
          : wrong(last),
    },
  );
}

/** Whether it has just what is expected of it, and has not gone beyond. */
function hasReached(line: string, key: string, expected: Values): boolean {
  return numberInLine(line, key) === Number(expected[key]);
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
