import { openGrader, type Grader, type GraderOptions } from "./open-grader.ts";

/** Where runs get their graders from. */
export interface Graders {
  /** A grader of the lab in a sandbox that is as at first. Who gets it alone has it, until it is given back. */
  take(signal?: AbortSignal): Promise<Grader>;
  /** The run is over, however it went. */
  giveBack(grader: Grader): Promise<void>;
}

/** A new grader for each run, thrown away after it. */
export function freshGraders(options: GraderOptions): Graders {
  return {
    take: (signal) => openGrader(options, signal),
    giveBack: (grader) => grader.close(),
  };
}

/**
 * The same grader and sandbox for one run after the other, as long as they last: what a program has left behind in one is only
 * cleared away, as between the checks of one submission. For submissions of the lab's own author, whom nobody has to
 * distrust. Runs that overlap get one each.
 */
export function reusedGraders(
  options: GraderOptions,
): Graders & AsyncDisposable {
  const idle: Grader[] = [];
  return {
    async take(signal) {
      for (let grader = idle.pop(); grader; grader = idle.pop()) {
        if (grader.usable) return grader;
        await grader.close();
      }
      return openGrader(options, signal);
    },
    async giveBack(grader) {
      if (grader.usable) idle.push(grader);
      else await grader.close();
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(idle.splice(0).map((grader) => grader.close()));
    },
  };
}
