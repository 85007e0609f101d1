/** Values by name, such as `{ consumer: "1", count: 3, sum: 9 }`. */
export type Values = Record<string, string | number>;

/** How a printed result is awaited. */
export interface PrintedOptions {
  /**
   * A value that grows while the program works, such as `count`: the first line in which it has reached what is
   * expected decides, at once and for good. Use it wherever there is such a value. Without it the check waits until
   * the last line so far is right, so a wrong result fails only at the deadline, and a program that prints every
   * possible result may pass.
   */
  decidedBy?: string;
}
