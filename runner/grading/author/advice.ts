/** What the student should look at next. It is not said beside an error of their program, which comes first. */
export interface Advice {
  tryNext?: string;
}
