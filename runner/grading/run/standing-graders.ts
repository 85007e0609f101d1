import type { Graders } from "./graders.ts";
import { openGrader, type Grader, type GraderOptions } from "./open-grader.ts";

/** Graders of which one stands ready before it is asked for. */
export interface StandingGraders extends Graders {
  /** The student does something: a moment later one stands ready, and it stays while this goes on. Costs nothing to call often. */
  stir(): void;
  /** Ends the one that stands ready, and makes no other. Idempotent. */
  close(): Promise<void>;
}

/** When a grader is made ready, and how long it stays. */
export interface StandingTimes {
  /**
   * After the lab was opened, and after a run, in milliseconds: terminals start then, and a page shows its result; making one
   * ready takes half a second of one processor.
   */
  afterMs: number;
  /** Without anything that the student does, in milliseconds: it takes memory that something else may need. */
  idleMs: number;
}

const usualTimes: StandingTimes = { afterMs: 1500, idleMs: 10 * 60_000 };

/**
 * One grader of an open lab stands ready in a fresh sandbox, so that a check begins at once. Each is used for one
 * submission. One that has ended meanwhile, or that was made from files that have changed since, is never used: then the
 * run gets one that is made for it.
 */
export function standingGraders(
  options: GraderOptions,
  { afterMs, idleMs }: StandingTimes = usualTimes,
): StandingGraders {
  let standing: Promise<Grader> | null = null;
  let inUse = 0;
  let soon: NodeJS.Timeout | null = null;
  let idle: NodeJS.Timeout | null = null;
  /** Whether the last one could not even get ready: the next run tells why, and keystrokes are no reason to try again. */
  let broken = false;
  const closing = new AbortController();

  const prepareSoon = () => {
    if (closing.signal.aborted || broken || standing || inUse > 0) return;
    soon ??= setTimeout(prepare, afterMs).unref();
  };
  const prepare = () => {
    soon = null;
    const opening = openGrader(options, closing.signal);
    standing = opening;
    opening.then(
      (grader) => void leaveWhenOver(opening, grader),
      () => {
        broken = true;
        if (standing === opening) standing = null;
      },
    );
  };
  const leaveWhenOver = async (opening: Promise<Grader>, grader: Grader) => {
    await grader.ready;
    if (!grader.usable && standing === opening) broken = true;
    await grader.over;
    if (standing !== opening) return;
    standing = null;
    await grader.close().catch(() => undefined);
    prepareSoon();
  };
  const clear = () => {
    for (const timer of [soon, idle]) if (timer) clearTimeout(timer);
    soon = idle = null;
    const last = standing;
    standing = null;
    return last;
  };
  const dismiss = async () => {
    const grader = await clear()?.catch(() => null);
    await grader?.close();
  };

  const stir = () => {
    if (closing.signal.aborted) return;
    // What could not be ended is ended with the runner.
    idle ??= setTimeout(
      () => void dismiss().catch(() => undefined),
      idleMs,
    ).unref();
    idle.refresh();
    prepareSoon();
  };

  return {
    stir,
    async take(signal) {
      broken = false;
      inUse += 1;
      try {
        return (
          (await usable(clear(), signal)) ?? (await openGrader(options, signal))
        );
      } catch (error) {
        inUse -= 1;
        throw error;
      }
    },
    async giveBack(grader) {
      try {
        await grader.close();
      } finally {
        inUse -= 1;
        stir();
      }
    },
    async close() {
      closing.abort();
      await dismiss();
    },
  };
}

/** The grader if it may be used; null, and it is ended, if not. */
async function usable(
  opening: Promise<Grader> | null,
  signal?: AbortSignal,
): Promise<Grader | null> {
  const grader = await opening?.catch(() => null);
  if (!grader) return null;
  await using cleanup = new AsyncDisposableStack();
  cleanup.defer(() => grader.close());
  await Promise.race([grader.ready, aborted(signal)]);
  signal?.throwIfAborted();
  if (!grader.usable || !(await grader.isCurrent())) return null;
  cleanup.move();
  return grader;
}

function aborted(signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) resolve();
    else signal?.addEventListener("abort", () => resolve(), { once: true });
  });
}
