import type { Readiness } from "#contract";

/** How a program is started in a check. */
export interface StartOptions {
  /** Its arguments instead of the terminal's (or, without any there, the program's own). */
  args?: string[];
  /** When it counts as ready instead of what the manifest says of its terminal. */
  ready?: Readiness;
}

/** How a program ended: with a code of its own, or by a signal. */
export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/**
 * A program of the submission that a check has started. It runs in the sandbox with pipes instead of a terminal and
 * `NO_COLOR=1`, and it is ended at the end of the check. `expect(program)` has `toHavePrinted` and `toHaveExited`.
 */
export interface Program {
  /** The terminal that runs it in the lesson, such as `consumer-1`: its name in every message. */
  readonly terminal: string;
  /** The command, such as `node consumer.ts 1`. */
  readonly command: string;
  /**
   * What it has printed so far, standard output and standard error as they came, without colours. A program that
   * prints more than 1 MiB is killed, and the check's message says so.
   */
  readonly transcript: string;
  /** The complete lines of the transcript; after the program has ended also an unfinished last one. */
  readonly lines: readonly string[];
  /** Whether it is still running. */
  readonly running: boolean;
  /** Settles once it has ended and all its output is in `transcript`. Never rejects. */
  readonly exit: Promise<Exit>;
  /** When it was started, in milliseconds of `performance.now()`. */
  readonly started: number;
  /** When it ended, in milliseconds of `performance.now()`; null while it runs. */
  readonly ended: number | null;
  /** Sends SIGINT to it and its children, as Ctrl+C in its terminal does. */
  interrupt(): void;
  /** Sends a signal to it and its children. Default SIGTERM. Does nothing once it has ended. */
  kill(signal?: NodeJS.Signals): void;
  /** Types text into its standard input; a line ends with `\n`. */
  type(text: string): void;
  /** Closes its standard input, as Ctrl+D on an empty line does. */
  endInput(): void;
  /**
   * Waits until it prints a line that contains or matches `pattern`, and gives the match. A line that it has printed
   * already counts. `what` names the line for the student, such as "the total"; without it the pattern itself does.
   */
  printed(
    pattern: string | RegExp,
    options?: { what?: string },
  ): Promise<RegExpExecArray>;
}
