import type { Readiness } from "#contract";
import type { Advice, FailureDetails } from "./advice.ts";
import type { Figures, FiguresWait } from "./printed.ts";

/** How a program is started in a check. */
export interface StartOptions {
  /** Its arguments instead of the terminal's (or, without any there, the program's own). */
  args?: readonly string[];
  /** When it counts as ready instead of what the manifest says of its terminal. */
  ready?: Readiness;
}

/** How a program ended: with a code of its own, or by a signal. */
export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** How a program's end is awaited. */
export interface ExitedOptions extends Advice {
  /** How long it may take, in seconds of what the machine really gave. Default: as long as the check. */
  within?: number;
}

/** How a program's rest is awaited. */
export interface RestOptions {
  /** A program that will certainly sleep for so much longer counts as resting, in milliseconds. Default: one that sleeps does not. */
  sleeps?: number;
}

/**
 * A program of the submission that a check has started. It runs in the sandbox with pipes instead of a terminal and
 * `NO_COLOR=1`, and it is ended at the end of the check. `expect(program)` has matchers for what it printed and how it ended.
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
  /**
   * Presses Ctrl+C and waits until it has ended with code 0. One that had ended before is told so, and not how to handle Ctrl+C.
   *
   * @param when - in which moment, such as "while it waits for a client"
   */
  stopsOnInterrupt(when: string, tryNext?: string): Promise<void>;
  /** Fails the check with a sentence about this program, unless the condition is true. */
  require(
    condition: boolean,
    message: string,
    details?: string | FailureDetails,
  ): void;
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
    options?: { what?: string } & Advice,
  ): Promise<RegExpExecArray>;
  /**
   * Reads the lines in which it names `of` and gives each of `keys` a number, as forgivingly as `toHavePrinted`
   * does: `figures("consumer", ["count", "sum"], …)` reads `consumer 1  count 3  sum 9`. Waits until those of all names together are
   * enough, and gives them, all lines of each name. It is for what may be shared out in many ways.
   */
  figures<K extends string>(
    of: string,
    keys: readonly K[],
    wait: FiguresWait<K> & Advice,
  ): Promise<Figures<K>>;
  /**
   * Waits until the program has ended or rests: it has nothing left to do, and only others can make it go on. Then what it
   * did too early has been done. One that sleeps for a time is watched until it wakes. Where it cannot be known (it looks again and
   * again whether it may go on) the check goes on after some seconds: that is our doubt and not the student's failure.
   */
  rest(options?: RestOptions): Promise<void>;
}
