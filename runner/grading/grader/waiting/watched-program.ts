import type { Program } from "../../author/program.ts";
import type { CheckFailure } from "../outcome/failures.ts";
import type { Movable } from "./look.ts";

/** A program as waits see it: what they need to tell when it is to blame. */
export interface WatchedProgram extends Program, Movable {
  /** Whether it ended badly and by itself. */
  readonly crashed: boolean;
  /** How it stands, as it fits behind its name: `is still running`, `exited with code 1`. */
  readonly ending: string;
  /** A sentence on how it stands now. */
  howItStands(): string;
  /** A failure about this program; Node's error is added where it ended with one. */
  failure(message: string): CheckFailure;
}

/** Whether a program that a grader names is one that the fixture has started. */
export function isWatched(program: Program): program is WatchedProgram {
  return "howItStands" in program;
}
