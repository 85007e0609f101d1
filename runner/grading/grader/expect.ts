import { chai, expect as vitestExpect } from "vitest";
import type { ExitedOptions } from "../author/program.ts";
import type {
  InOrderOptions,
  PrintedAfter,
  PrintedOptions,
  Values,
} from "../author/printed.ts";
import type { MatcherState } from "./matcher.ts";
import { matchPrintedInOrder } from "./printed/match-in-order.ts";
import { matchPrinted, matchPrintedEach } from "./printed/match-printed.ts";
import { matchPrintedShares } from "./printed/shares.ts";
import { matchExited } from "./programs/match-exited.ts";

declare module "vitest" {
  // The type parameters must be named as Vitest names them.
  // eslint-disable-next-line @typescript-eslint/no-unused-vars
  interface Matchers<R, T> {
    /**
     * Waits until a `Program` has printed this.
     *
     * - text or RegExp: in some line.
     * - values: the last line with the first of them has all the others, as in `consumer 1  count 3  sum 9`,
     *   `consumer=1, count=3, sum=9` or `Consumer 1: count: 3 sum: 9`. Case and colours do not matter; numbers are
     *   compared as numbers. A line that gives one key two values counts for neither.
     *
     * Fails when the program has ended without it, or nothing more can come. `.not` waits for nothing and wants a program that
     * has ended; the other matchers have no `.not`.
     */
    toHavePrinted(
      expected: string | RegExp | Values,
      options?: PrintedOptions,
    ): Promise<void>;
    /**
     * Waits until a `Program` has printed a line with the values after each of these, such as the partial sum after every result. With
     * `decidedBy`, a further line that has all of the keys and says something else fails as well.
     */
    toHavePrintedEach(
      expected: readonly PrintedAfter[],
      options?: PrintedOptions,
    ): Promise<void>;
    /**
     * Waits until a `Program` has printed these texts, each in some line, and each for the first time after the one before it. With
     * `atLeast` it is enough that so many have come.
     */
    toHavePrintedInOrder(
      texts: readonly string[],
      options?: InOrderOptions,
    ): Promise<void>;
    /**
     * Waits until a `Program` has printed `count` and `sum` of every `of`, in lines such as `consumer 1  count 3  sum 9`, that together
     * are those of these `tellingNumbers`, however they were shared out. The last line of each name counts.
     */
    toHavePrintedShares(
      of: string,
      numbers: readonly number[],
      tryNext?: string,
    ): Promise<void>;
    /** Waits until a `Program` has ended by itself, with this exit code. A text is what to try next. */
    toHaveExited(code: number, options?: string | ExitedOptions): Promise<void>;
  }
}

vitestExpect.extend({
  toHavePrinted(
    program: unknown,
    expected: string | RegExp | Values,
    options: PrintedOptions = {},
  ) {
    return matchPrinted(stateOf(this), program, expected, options);
  },
  toHavePrintedEach(
    program: unknown,
    expected: readonly PrintedAfter[],
    options: PrintedOptions = {},
  ) {
    return matchPrintedEach(stateOf(this), program, expected, options);
  },
  toHavePrintedInOrder(
    program: unknown,
    texts: readonly string[],
    options: InOrderOptions = {},
  ) {
    return matchPrintedInOrder(stateOf(this), program, texts, options);
  },
  toHavePrintedShares(
    program: unknown,
    of: string,
    numbers: readonly number[],
    tryNext?: string,
  ) {
    return matchPrintedShares(stateOf(this), program, of, numbers, tryNext);
  },
  toHaveExited(
    program: unknown,
    code: number,
    options: string | ExitedOptions = {},
  ) {
    const wait = typeof options === "string" ? { tryNext: options } : options;
    return matchExited(stateOf(this), program, code, wait);
  },
});

/**
 * Vitest's `expect`, with matchers for programs. `expect(value, "a text for the student")`: the text leads the message.
 */
export const expect: typeof vitestExpect = vitestExpect;

function stateOf(state: { isNot: boolean; assertion: unknown }): MatcherState {
  const what: unknown = chai.util.flag(state.assertion as object, "message");
  return {
    isNot: state.isNot,
    what: typeof what === "string" ? what : undefined,
  };
}
