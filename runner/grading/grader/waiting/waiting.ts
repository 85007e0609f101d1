import type { Program } from "../../author/program.ts";
import {
  CheckFailure,
  CheckTimeout,
  GraderMisuse,
} from "../outcome/failures.ts";
import { watchStillness } from "./stillness.ts";
import { isWatched, type WatchedProgram } from "./watched-program.ts";

/** How one wait may end besides well. */
export interface Wait {
  /** The programs from which it must come. */
  from: Program | readonly Program[];
  /** What is awaited, as it fits behind "waited for". */
  what: string;
  /** The failure when the time is up, instead of the usual one; `end` says why it is up, as it fits behind "did not come". */
  whenTimeIsUp?: (end: string) => CheckFailure;
  /** How long it may take at most, in seconds of what the machine really gave. Default: as long as the check. */
  within?: number;
  /** Whether the awaited promise itself sees the end of `from`. */
  seesEnd?: boolean;
  /** Whether the awaited promise itself sees that nothing moves any more. */
  seesRest?: boolean;
}

/**
 * All waits of one check: each ends at the check's deadline, when a program that it needs has gone, or when nothing moves
 * any more.
 */
export interface Waiting {
  /** Waits for `promise`; rejects with `CheckTimeout` or `CheckFailure`, or as `promise` does. */
  until<T>(promise: Promise<T>, wait: Wait): Promise<T>;
  /** What is being waited for right now. */
  readonly pending: readonly string[];
  /** Resolves at the deadline, when nothing moves any more, or when the check is over. */
  readonly timeIsUp: Promise<unknown>;
  /** Ends all waits: the check is over. */
  close(): void;
}

/**
 * How long after a program has ended its messages may still be on their way, in milliseconds, while others move: they cross
 * the loopback in less than one, and a busy machine may hold the grader up for a hundred.
 */
const inFlight = 1000;

/** @param programs - the programs of the check; it grows as they start */
export function createWaiting(
  seconds: number,
  programs: readonly WatchedProgram[],
): Waiting {
  const pending: string[] = [];
  /** How many of those end only by something that the programs do. */
  let onPrograms = 0;
  const { promise: timeIsUp, resolve: endTime } =
    Promise.withResolvers<undefined>();
  let still = false;
  let given = 0;
  const limits = new Set<Limit>();
  const flights = new Set<Flight>();
  const stillness = watchStillness(programs, {
    isAwaited: () => pending.length > 0 && onPrograms === pending.length,
    onStill() {
      // Whoever waits for a program that has ended can say more than that nothing moves.
      if (flights.size === 0) {
        still = true;
        endTime(undefined);
      }
      for (const flight of flights) flight.land();
    },
    onTime(now) {
      given = now;
      if (given > seconds * 1000) endTime(undefined);
      for (const limit of limits) if (given > limit.at) limit.end();
    },
  });

  const afterFlight = (program: WatchedProgram) =>
    program.exit.then(async () => {
      const left = (program.ended ?? 0) + inFlight - performance.now();
      await fly(Math.max(left, inFlight / 4), flights);
      return program;
    });

  /** A program that ended badly without having been told to: whatever is awaited will hardly come. */
  const crash = (exempt: readonly Program[]) =>
    programs
      .filter((program) => !exempt.includes(program))
      .map((program) =>
        afterFlight(program).then(() =>
          program.crashed ? program : new Promise<never>(() => undefined),
        ),
      );

  return {
    pending,
    timeIsUp,
    async until(promise, wait) {
      const from = watchedPrograms(wait.from);
      const usual = `waited for ${wait.what}`;
      const began = performance.now();
      const limit = createLimit(given + (wait.within ?? Infinity) * 1000);
      limits.add(limit);
      const onProgram = from.length > 0 && !wait.seesRest;
      pending.push(usual);
      if (onProgram) onPrograms++;
      stillness.moved();
      try {
        return await Promise.race([
          promise,
          Promise.race([timeIsUp, limit.over]).then(() => {
            const end = still ? noneMoves : tooLong(performance.now() - began);
            throw wait.whenTimeIsUp?.(end) ?? inVain(wait.what, from, end);
          }),
          ...crash(wait.seesEnd ? from : []).map((crashed) =>
            crashed.then((program) => {
              throw endedBefore(program, wait.what);
            }),
          ),
          ...(wait.seesEnd || from.length === 0
            ? []
            : [
                Promise.all(from.map(afterFlight)).then(() => {
                  throw endedBefore(from.at(-1), wait.what);
                }),
              ]),
        ]);
      } finally {
        pending.splice(pending.indexOf(usual), 1);
        limits.delete(limit);
        if (onProgram) onPrograms--;
        stillness.moved();
      }
    },
    close() {
      stillness.close();
      endTime(undefined);
      for (const flight of flights) flight.land();
    },
  };
}

/** A time at which one wait ends. */
interface Limit {
  /** In milliseconds of what the machine has given to the check. */
  readonly at: number;
  readonly over: Promise<unknown>;
  end(): void;
}

function createLimit(at: number): Limit {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  return { at, over: promise, end: () => resolve(undefined) };
}

/** Why a wait was in vain, as it fits behind "did not come". */
const noneMoves = ", and nothing moves any more";

function tooLong(milliseconds: number): string {
  return ` within ${Math.ceil(milliseconds / 1000)} s: that is too slow, or goes round in circles`;
}

/** The time after the end of a program in which its last messages come. */
interface Flight {
  /** Ends it: nothing is on its way any more. */
  land(): void;
}

/** Resolves after `longest` milliseconds, or when it is landed. */
function fly(longest: number, flights: Set<Flight>): Promise<void> {
  return new Promise((resolve) => {
    const flight = {
      land() {
        clearTimeout(timer);
        flights.delete(flight);
        resolve();
      },
    };
    const timer = setTimeout(flight.land, longest);
    flights.add(flight);
  });
}

function watchedPrograms(from: Program | readonly Program[]): WatchedProgram[] {
  return [from].flat().map((program) => {
    if (isWatched(program)) return program;
    throw new GraderMisuse("`from` and `to` take what lab.start gave");
  });
}

function inVain(
  what: string,
  from: readonly WatchedProgram[],
  end: string,
): CheckTimeout {
  const names = from.map((program) => program.terminal).join(" or ");
  const source = names ? ` from ${names}` : "";
  return new CheckTimeout(
    [
      `Waited for ${what}${source}, but it did not come${end}.`,
      ...from.map((program) => program.howItStands()),
    ].join(" "),
    from[0] && { program: from[0].terminal },
  );
}

function endedBefore(
  program: WatchedProgram | undefined,
  what: string,
): CheckFailure {
  if (!program)
    return new CheckFailure(`Nothing is left that could bring ${what}.`);
  return program.failure(
    `${program.terminal} ${program.ending} before ${what} came`,
  );
}
