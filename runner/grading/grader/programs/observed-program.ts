import type { Exit, Program } from "../../author/program.ts";
import type { CheckFailure } from "../outcome/failures.ts";

/** A program as those see it that wait for what it prints, or for its end. */
export interface ObservedProgram extends Program {
  /** How it stands, as it fits behind its name: `is still running`, `exited with code 1`. */
  readonly ending: string;
  /** Gives what `find` makes of the first line for which it is not null, among those printed and those to come. */
  awaitLine<T>(find: (line: string) => T | null, wait: OutputWait): Promise<T>;
  /** Shows `look` all lines, those there are and then those that come, until it gives something else than null. */
  awaitOutput<T>(
    look: (newLines: readonly string[]) => T | null,
    wait: OutputWait,
  ): Promise<T>;
  /** Waits until it has ended, by whatever it is, for so many seconds at most. */
  awaitEnd(
    inVain: (end: string) => CheckFailure,
    within?: number,
  ): Promise<Exit>;
  /** However it ends from now on is no crash. */
  expectEnd(): void;
  /** A failure about this program; Node's error is added where it crashed with one. */
  failure(message: string): CheckFailure;
  /** A sentence on how it stands now, for messages. */
  howItStands(): string;
  /** Its last line as evidence, or that there is none. */
  lastLine(): string;
}

/** How a wait for output may end in vain. */
export interface OutputWait {
  /** What is awaited. */
  what: string;
  /** The failure when the program has ended without it. */
  ended: () => CheckFailure;
  /** The failure when the time is up. */
  inVain: (end: string) => CheckFailure;
}
