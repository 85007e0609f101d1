import { isInFlight } from "./in-flight.ts";
import type { Look, Thread } from "./look.ts";
import { standing, type Standing } from "./standing.ts";

/**
 * Proves from look to look how long programs will sleep unless others wake them.
 *
 * The proof: two looks find every thread in a sleep that only others can end, and none was given a core in between. So at
 * any moment between the looks all of them slept. When nothing was on its way to them at such a moment, nothing that
 * they do themselves can end it.
 */
export interface SleepProof {
  /**
   * How long at least they will sleep from now on, in milliseconds; Infinity when only others can wake them, 0 when
   * nothing is proven.
   */
  see(look: Look): number;
  /** Something happened that the programs do not show: all begins anew. */
  reset(): void;
}

/**
 * How many looks in a row must find ZeroMQ's threads asleep for good too. Two would do: the third is for what this proof may have
 * forgotten. Between two, this process has taken what had come to it.
 */
const quietLooks = 3;

/**
 * How long the others must sleep while ZeroMQ's threads wake up to connect again, in milliseconds: more than two of its pauses, which
 * last up to 200 unless a program says otherwise.
 */
const leastPauses = 500;

/** A longer timer of ZeroMQ is not for connecting again, in milliseconds: a handshake may take 30 s, a linger any time. */
const longestPause = 5000;

/** What ZeroMQ's threads take of a core while they only try to connect. With more they are delivering something. */
const idleShare = 0.1;

/** The most that one look counts for, in milliseconds: a late one says that this process had no core, and others may have had none. */
const longestStep = 100;

/** @param inFlight - whether messages of these processes are on their way */
export function createSleepProof(inFlight = isInFlight): SleepProof {
  let before: { look: Look; is: Standing } | null = null;
  /** When they fell asleep at the earliest. */
  let asleepSince = 0;
  let inARow = 1;
  /** How long they have slept while ZeroMQ had the cores that it wanted, in milliseconds. */
  let slept = 0;
  /** The longest pause of ZeroMQ since they fell asleep, in milliseconds. */
  let pause = 0;
  let nothingInFlight = false;

  return {
    reset: () => void (before = null),
    see(look) {
      const last = before;
      const is = standing(look);
      before = { look, is };
      const asleep = last !== null && sleptOn(last, before) ? is.sleeps : null;
      if (last === null || asleep === null) {
        asleepSince = last?.look.began ?? look.started;
        inARow = 1;
        slept = pause = 0;
        nothingInFlight = false;
        return 0;
      }
      inARow = areQuiet(last.is.carriers, is.carriers) ? inARow + 1 : 1;
      slept += timeGiven(last, before);
      pause = Math.max(pause, longestOf(is.carriers));
      const left = asleep - (look.ended - asleepSince);
      const waited = slept > Math.max(leastPauses, 2 * pause);
      const proven = nothingInFlight && (waited || inARow >= quietLooks);
      // It takes milliseconds, and is worth them only when it is all that is missing.
      nothingInFlight =
        left > 0 &&
        (waited || inARow >= quietLooks - 1) &&
        !inFlight([...look.pids, process.pid]);
      return proven ? Math.max(left, 0) : 0;
    },
  };
}

/** Whether all slept from one look to the next. */
function sleptOn(
  last: { look: Look; is: Standing },
  now: { look: Look; is: Standing },
): boolean {
  return (
    last.is.sleeps !== null &&
    last.look.events === now.look.events &&
    last.is.turns === now.is.turns
  );
}

/** Whether ZeroMQ's threads slept from one look to the next, and nothing but a message ends it soon. */
function areQuiet(last: readonly Thread[], now: readonly Thread[]): boolean {
  const turns = new Map(last.map((thread) => [thread.id, thread.turns]));
  return now.every(({ id, ofZeroMQ, sleeps, turns: taken }) =>
    ofZeroMQ
      ? sleeps !== null && sleeps > longestPause && turns.get(id) === taken
      : sleeps === Infinity,
  );
}

/** The time between two looks, as far as ZeroMQ's threads had the cores that they wanted and did not need them; in milliseconds. */
function timeGiven(
  last: { look: Look; is: Standing },
  now: { look: Look; is: Standing },
): number {
  const passed = now.look.began - last.look.began;
  const were = new Map(last.is.carriers.map((thread) => [thread.id, thread]));
  let waited = 0;
  for (const thread of now.is.carriers) {
    const was = were.get(thread.id);
    if (!was || thread.sleeps === null) return 0;
    if (thread.ran - was.ran > idleShare * passed) return 0;
    waited += thread.waited - was.waited;
  }
  return Math.max(0, Math.min(passed, longestStep) - waited);
}

/** The longest time to a next attempt to connect, in milliseconds. */
function longestOf(carriers: readonly Thread[]): number {
  return Math.max(
    0,
    ...carriers.map(({ sleeps }) =>
      sleeps !== null && sleeps < longestPause ? sleeps : 0,
    ),
  );
}
