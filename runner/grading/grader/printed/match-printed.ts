import type {
  PrintedAfter,
  PrintedOptions,
  Values,
} from "../../author/printed.ts";
import { advised } from "../outcome/advised.ts";
import { excerpt } from "../outcome/excerpt.ts";
import { CheckFailure, GraderMisuse } from "../outcome/failures.ts";
import { leading, type Matched, type MatcherState } from "../matcher.ts";
import { programOf } from "../programs/program-of.ts";
import type { ObservedProgram } from "../programs/observed-program.ts";
import { awaitLines } from "./await-lines.ts";
import { awaitValues } from "./await-values.ts";
import { lineHasAll, valueInLine } from "./printed-values.ts";

/** Behind `toHavePrinted`. */
export async function matchPrinted(
  { isNot, what }: MatcherState,
  subject: unknown,
  expected: string | RegExp | Values,
  options: PrintedOptions,
): Promise<Matched> {
  const program = programOf(subject);
  if (isNot) return matchNotPrinted(program, expected, what);
  await advised({ program, ...options }, async () => {
    if (typeof expected === "string" || expected instanceof RegExp)
      await awaitLines(program, expected, options.times ?? 1, what);
    else await awaitValues(program, expected, options, what);
  });
  return { pass: true, message: () => "" };
}

/** Behind `toHavePrintedEach`: a line for each of these, and with `decidedBy` no others. */
export async function matchPrintedEach(
  { isNot, what }: MatcherState,
  subject: unknown,
  expected: readonly PrintedAfter[],
  options: PrintedOptions,
): Promise<Matched> {
  if (isNot) throw new GraderMisuse("toHavePrintedEach has no .not");
  const program = programOf(subject);
  await advised({ program, ...options }, async () => {
    for (const { after, values } of expected)
      await awaitValues(
        program,
        values,
        options,
        `${leading(what)}after ${after}`,
      );
    const all = expected.map(({ values }) => values);
    requireNoOther(program, all, options, what);
  });
  return { pass: true, message: () => "" };
}

/** A line that has all of the keys, about the same thing, and is none of those that there should be: it says what never was so. */
function requireNoOther(
  program: ObservedProgram,
  expected: readonly Values[],
  { decidedBy }: PrintedOptions,
  what: string | undefined,
): void {
  if (decidedBy === undefined) return;
  for (const line of program.lines) {
    const named = expected.filter((values) => {
      const [first] = Object.entries(values);
      return first !== undefined && lineHasAll(line, { [first[0]]: first[1] });
    });
    const isAbout = named.some((values) =>
      Object.keys(values).every((key) => valueInLine(line, key) !== null),
    );
    if (!isAbout || named.some((values) => lineHasAll(line, values))) continue;
    throw new CheckFailure(
      `${leading(what)}${program.terminal} printed "${excerpt(line)}", which was true at no time.`,
      { program: program.terminal, seen: excerpt(line) },
    );
  }
}

/** That something was not printed can only be said of a program that prints no more. */
function matchNotPrinted(
  program: ObservedProgram,
  expected: string | RegExp | Values,
  what: string | undefined,
): Matched {
  if (program.running)
    throw new GraderMisuse("end the program before .not.toHavePrinted");
  const line = program.lines.find((candidate) => {
    if (typeof expected === "string") return candidate.includes(expected);
    if (expected instanceof RegExp) return candidate.search(expected) !== -1;
    return lineHasAll(candidate, expected);
  });
  if (line === undefined) return { pass: false, message: () => "" };
  throw new CheckFailure(
    `${leading(what)}${program.terminal} printed "${excerpt(line)}", which it should not.`,
    { program: program.terminal, seen: excerpt(line) },
  );
}
