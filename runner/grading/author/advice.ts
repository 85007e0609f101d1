/** What the student should look at next. It is not said beside an error of their program, which comes first. */
export interface Advice {
  tryNext?: string;
}

/** What a failure may say besides its message; a text alone is what to try next. */
export interface FailureDetails extends Advice {
  /** What should have been seen, in a line. */
  expected?: string;
  /** What was seen instead, in a line. */
  seen?: string;
}
