import { availableParallelism } from "node:os";
import { slowestClock } from "../../channel/check-time.ts";
import type { Look, Thread } from "./look.ts";

/** The time that the machine really gave to programs: what others took of it does not count. */
export interface CheckClock {
  /** In milliseconds since the first look. */
  readonly given: number;
  /** Goes on to the next look, which was due `late` milliseconds ago. */
  advance(look: Look, late: number): void;
}

const cores = availableParallelism();

/** Makes a clock that stands at 0. It runs at a quarter of the real speed at least. */
export function createCheckClock(): CheckClock {
  let before: Look | null = null;
  let given = 0;
  /** Time that was lost and has not been taken off yet: the kernel tells of a long wait for a core only when it is over. */
  let owed = 0;
  return {
    get given() {
      return given;
    },
    advance(look, late) {
      const last = before;
      before = look;
      if (last === null) return;
      const passed = look.began - last.began;
      const { waited, ran } = usedBetween(last, look);
      // Programs of the check that stand in each other's way have what they ask for: all the cores.
      const byOthers = Math.max(0, passed - ran / cores);
      owed += Math.min(byOthers, Math.max(waited, late));
      const slowest = passed / slowestClock;
      const taken = Math.min(owed, passed - slowest);
      owed -= taken;
      given += passed - taken;
    },
  };
}

/** The longest that one thread waited for a core, and what all threads of the programs ran, in milliseconds. */
function usedBetween(last: Look, now: Look): { waited: number; ran: number } {
  const were = new Map(
    [...last.threads, ...last.own].map((thread) => [thread.id, thread]),
  );
  const since = (thread: Thread, what: "waited" | "ran") =>
    thread[what] - (were.get(thread.id)?.[what] ?? 0);
  return {
    waited: Math.max(
      0,
      ...[...now.threads, ...now.own].map((each) => since(each, "waited")),
    ),
    ran: now.threads.reduce((sum, each) => sum + since(each, "ran"), 0),
  };
}
