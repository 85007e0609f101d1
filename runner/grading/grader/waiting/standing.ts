import type { Look, Thread } from "./look.ts";

/** What one look says about sleep. */
export interface Standing {
  /**
   * How long they sleep by themselves, in milliseconds from when they fell asleep; Infinity when only others can wake them. Null
   * when one of them does not sleep, or not all could be seen.
   */
  sleeps: number | null;
  /** What changes when one of the threads that count for `sleeps` has been given a core. */
  turns: string;
  /** Whether one of them may be about to end: it waits until ZeroMQ has sent what is left. */
  ends: boolean;
  /** Threads that move messages without any sense of their own, by timers too: ZeroMQ's, and this process's. */
  carriers: readonly Thread[];
}

/** Reads a look. */
export function standing(look: Look): Standing {
  const ending = new Set(look.pids.filter((pid) => isEnding(look, pid)));
  const isCarrier = (thread: Thread) =>
    thread.ofZeroMQ && !ending.has(thread.pid);
  const own = look.threads.filter((thread) => !isCarrier(thread));
  return {
    sleeps: look.complete ? shortest(own) : null,
    turns: own.map(({ id, turns }) => `${id}:${turns}`).join(),
    ends: ending.size > 0,
    carriers: [...look.threads.filter(isCarrier), ...look.own],
  };
}

/**
 * Whether a process may be waiting for ZeroMQ to end. A Node program that has come to its end joins a thread that sends what is left:
 * until it is sent, or the linger is over. So then ZeroMQ's timers do bring something: the end.
 */
function isEnding({ threads }: Look, pid: number): boolean {
  const main = threads.find(({ id }) => id === pid);
  if (main?.sleeps !== Infinity || main.inLoop) return false;
  return threads.some((thread) => thread.pid === pid && thread.ofZeroMQ);
}

function shortest(threads: readonly Thread[]): number | null {
  let least = Infinity;
  for (const { sleeps } of threads) {
    if (sleeps === null) return null;
    least = Math.min(least, sleeps);
  }
  return least;
}
