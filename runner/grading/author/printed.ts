import type { Advice } from "./advice.ts";

/** Values by name, such as `{ consumer: "1", count: 3, sum: 9 }`. */
export type Values = Record<string, string | number | About>;

/** A number that may be rounded: off by less than `within`. */
export interface About {
  about: number;
  within: number;
}

/** What must be printed after something has happened. */
export interface PrintedAfter {
  /** What has happened, as it fits behind "after": the student reads it. */
  after: string;
  /** What must stand in a line then. */
  values: Values;
}

/** How a printed result is awaited: `decidedBy` is for values, `times` for a text or a pattern. */
export interface PrintedOptions extends Advice {
  /**
   * A value that grows while the program works, such as `count`: the first line in which it has reached what is
   * expected decides, at once and for good. Use it wherever there is such a value. Without it the check waits until
   * the last line so far is right, so a wrong result fails only when nothing more can come, and a program that prints every
   * possible result may pass.
   */
  decidedBy?: string;
  /** In how many lines a text or a pattern must have been printed at least. Default 1. */
  times?: number;
}

/** How printed texts are compared with those that there should be. */
export interface InOrderOptions extends Advice {
  /** How many of the first texts must have been printed. Default: all. */
  atLeast?: number;
}

/** What a program has printed of each name, such as `"1" → [{ count: 1, sum: 4 }, { count: 2, sum: 9 }]`. Names are in lower case. */
export type Figures<K extends string> = ReadonlyMap<
  string,
  readonly Record<K, number>[]
>;

/** How figures are awaited. */
export interface FiguresWait<K extends string> {
  /** Whether the figures that there are by now are those to wait for. */
  enough: (figures: Figures<K>) => boolean;
  /** What is awaited, as it fits behind "collector should print". */
  what: string;
}
