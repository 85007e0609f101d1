import { leading, type Matched, type MatcherState } from "../matcher.ts";
import { advised } from "../outcome/advised.ts";
import { CheckFailure, GraderMisuse } from "../outcome/failures.ts";
import { programOf } from "../programs/program-of.ts";
import { awaitFigures } from "./figures.ts";

/** A sum of telling numbers ends with how many they are: each is a multiple of this, and 1. */
export const marker = 1000;

/** The sum of some numbers. */
export function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

/**
 * Behind `toHavePrintedShares`: waits until the counts of all names make as many as there are numbers. Who gets which is decided by
 * ZeroMQ, and any way to share them is right: together they are all, and each sum is one of as many telling numbers as its count says.
 */
export async function matchPrintedShares(
  { isNot, what }: MatcherState,
  subject: unknown,
  of: string,
  numbers: readonly number[],
  tryNext: string | undefined,
): Promise<Matched> {
  if (isNot) throw new GraderMisuse("toHavePrintedShares has no .not");
  if (numbers.length >= marker || numbers.some((each) => each % marker !== 1))
    throw new GraderMisuse(
      "toHavePrintedShares takes what lab.random.tellingNumbers gave",
    );
  const program = programOf(subject);
  const wanted = { count: numbers.length, sum: sum(numbers) };
  const lead = leading(what);
  await advised({ program, tryNext }, async () => {
    const figures = await awaitFigures(program, of, ["count", "sum"], {
      enough: (each) =>
        sum(lastOf(each).map(({ count }) => count)) >= wanted.count,
      what: `counts of every ${of} that make ${wanted.count} together`,
    });
    const shares = lastOf(figures);
    const together = {
      count: sum(shares.map(({ count }) => count)),
      sum: sum(shares.map((share) => share.sum)),
    };
    const seen = shares
      .map(
        ({ name, ...share }) =>
          `${of} ${name}  count ${share.count}  sum ${share.sum}`,
      )
      .join("; ");
    if (together.count !== wanted.count || together.sum !== wanted.sum)
      throw new CheckFailure(
        `${lead}The counts and sums of every ${of} together should be those of the ${wanted.count} numbers that were sent.`,
        {
          program: program.terminal,
          expected: `together count ${wanted.count}  sum ${wanted.sum}`,
          seen: `together count ${together.count}  sum ${together.sum}: ${seen}`,
        },
      );
    if (shares.some((share) => share.sum % marker !== share.count))
      throw new CheckFailure(
        `${lead}The sum of each ${of} should be that of its own numbers, as many as its count says.`,
        {
          program: program.terminal,
          expected:
            "sums that end with the count, as every number ends with 001",
          seen,
        },
      );
  });
  return { pass: true, message: () => "" };
}

function lastOf(
  figures: ReadonlyMap<string, readonly { count: number; sum: number }[]>,
) {
  return [...figures].flatMap(([name, rows]) => {
    const last = rows.at(-1);
    return last ? [{ name, ...last }] : [];
  });
}
