/**
 * Secret values for one check. All follow from the seed of the grading run and the check's id, so a run can be
 * repeated, and so can one check alone.
 */
export interface Random {
  /** A whole number from `least` to `most`, both included. */
  integer(least: number, most: number): number;
  /** One of the items. Throws when there are none. */
  pick<T>(items: readonly T[]): T;
  /** The items in a random order; the original stays as it is. */
  shuffle<T>(items: readonly T[]): T[];
  /** Twelve random letters and digits: a text that no program can know beforehand. */
  nonce(): string;
  /** So many different nonces. */
  nonces(count: number): string[];
  /** Some whole numbers from `least` (default 1) to `most` (default 99), both included; numbers may repeat. */
  numbers(count: number, range?: { least?: number; most?: number }): number[];
  /**
   * Numbers whose sum tells how many they are: each is a multiple of 1000 and 1. Up to 999 of them. However they are shared out,
   * `expect(program).toHavePrintedShares(…)` knows a wrong share.
   */
  tellingNumbers(count: number): number[];
}
