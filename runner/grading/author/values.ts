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

/** What a program has printed last of each name, such as `"1" → { count: 3, sum: 9 }`. Names are in lower case. */
export type Figures<K extends string> = ReadonlyMap<string, Record<K, number>>;

/** How figures are awaited. */
export interface FiguresWait<K extends string> {
  /** Whether the figures that there are by now are those to wait for. */
  enough: (figures: Figures<K>) => boolean;
  /** What is awaited, as it fits behind "collector should print". */
  what: string;
}
