import { chai, expect as vitestExpect } from "vitest";
import {
  matchExited,
  matchPrinted,
  type MatcherState,
} from "./printed/matchers.ts";
import type { PrintedOptions, Values } from "../author/values.ts";

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
     *   compared as numbers.
     *
     * Fails at once when the program has ended without it, otherwise at the check's deadline.
     */
    toHavePrinted(
      expected: string | RegExp | Values,
      options?: PrintedOptions,
    ): Promise<void>;
    /** Waits until a `Program` has ended, with this exit code. */
    toHaveExited(code: number): Promise<void>;
  }
}

vitestExpect.extend({
  toHavePrinted(
    program: unknown,
    expected: string | RegExp | Values,
    options?: PrintedOptions,
  ) {
    return matchPrinted(stateOf(this), program, expected, options ?? {});
  },
  toHaveExited(program: unknown, code: number) {
    return matchExited(stateOf(this), program, code);
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
