/** The clock that all terminals of a session share. It never goes back, whatever happens to the machine's. */
export interface Clock {
  /** When it stood at 0, in milliseconds since the epoch. */
  readonly startedAt: number;
  /** Milliseconds since then, the machine's sleep included. */
  now(): number;
}

/** @param wall - the machine's clock; given by tests */
export function createClock(wall: () => number = Date.now): Clock {
  const startedAt = wall();
  let last = startedAt;
  let elapsed = 0;
  return {
    startedAt,
    now() {
      const present = wall();
      elapsed += Math.max(0, present - last);
      last = present;
      return elapsed;
    },
  };
}
