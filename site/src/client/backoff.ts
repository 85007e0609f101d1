/** How long to wait before the next try, in milliseconds. */
export const retryDelay = {
  /** After the first failure: a runner that was restarted is back within a second. */
  first: 250,
  /** At most: someone who has just typed `npm start` is looking at the page. */
  longest: 4_000,
  /** Each wait is this much longer than the one before. */
  growth: 1.6,
  /** Each wait is spread by this part, so that many windows do not knock at once. */
  spread: 0.2,
} as const;

/** Waits that grow from try to try. */
export interface Backoff {
  /** The next wait in milliseconds. */
  next(): number;
  /** Starts again with the shortest wait. */
  reset(): void;
}

/** @param random - between 0 and 1; given by tests */
export function createBackoff(random: () => number = Math.random): Backoff {
  let failures = 0;
  return {
    next() {
      const delay = Math.min(
        retryDelay.longest,
        retryDelay.first * retryDelay.growth ** failures,
      );
      failures += 1;
      return delay * (1 + retryDelay.spread * (2 * random() - 1));
    },
    reset() {
      failures = 0;
    },
  };
}
