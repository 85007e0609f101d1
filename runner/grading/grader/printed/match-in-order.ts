import type { InOrderOptions } from "../../author/printed.ts";
import { leading, type Matched, type MatcherState } from "../matcher.ts";
import { advised } from "../outcome/advised.ts";
import { excerpt } from "../outcome/excerpt.ts";
import {
  CheckFailure,
  CheckTimeout,
  GraderMisuse,
} from "../outcome/failures.ts";
import { programOf } from "../programs/program-of.ts";

/** Texts that a message shows of a longer list. */
const shown = 4;

/** Behind `toHavePrintedInOrder`: of these texts, those that are printed come for the first time in their order, and none is left out. */
export async function matchPrintedInOrder(
  { isNot, what }: MatcherState,
  subject: unknown,
  texts: readonly string[],
  { atLeast = texts.length, ...advice }: InOrderOptions,
): Promise<Matched> {
  if (isNot) throw new GraderMisuse("toHavePrintedInOrder has no .not");
  const program = programOf(subject);
  const { terminal } = program;
  const should = `${leading(what)}${terminal} should print ${atLeast} of them, in the order in which they came`;
  const printed = new Set<string>();
  const seen = () => listed([...printed]) || program.lastLine();
  const wrong = (why: string) =>
    new CheckFailure(`${should}, but ${why}.`, {
      program: terminal,
      expected: listed(texts.slice(0, Math.max(atLeast, printed.size))),
      seen: seen(),
    });
  await advised({ program, ...advice }, () =>
    program.awaitOutput(
      (newLines) => {
        for (const line of newLines)
          for (const text of texts.filter((each) => line.includes(each))) {
            const due = texts[printed.size];
            if (printed.has(text)) continue;
            if (text !== due)
              throw wrong(
                `"${excerpt(text)}" came where "${excerpt(due ?? "nothing more")}" should have come`,
              );
            printed.add(text);
          }
        return printed.size >= atLeast ? true : null;
      },
      {
        what: `its line ${atLeast}`,
        ended: () =>
          printed.size === 0
            ? program.failure(
                `${should}, but it ${program.ending} without any of them`,
              )
            : wrong(`it ${program.ending} after ${printed.size} of them`),
        inVain: (end) =>
          new CheckTimeout(
            `${should}, but only ${printed.size} came${end}. ${program.howItStands()}`,
            { program: terminal, expected: listed(texts), seen: seen() },
          ),
      },
    ),
  );
  return { pass: true, message: () => "" };
}

function listed(texts: readonly string[]): string {
  const some = texts.slice(0, shown).map((text) => excerpt(text));
  return [...some, ...(texts.length > shown ? ["…"] : [])].join(", ");
}
