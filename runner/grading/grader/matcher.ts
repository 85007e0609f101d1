/** What a matcher knows of the `expect` that it belongs to. */
export interface MatcherState {
  isNot: boolean;
  /** The text given to `expect(value, text)`. */
  what: string | undefined;
}

/** What Vitest wants of a matcher. Ours throw their own failures, which say more. */
export interface Matched {
  pass: boolean;
  message: () => string;
}

/** The text given to `expect` as it leads a message. */
export function leading(what: string | undefined): string {
  return what === undefined ? "" : `${what}: `;
}
