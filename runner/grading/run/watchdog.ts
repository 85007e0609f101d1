/** Watches over one who has to give signs of life. */
export interface Watchdog {
  /** Something must come within so many milliseconds; what was expected before has come. */
  expect(milliseconds: number, during: string): void;
  /** Expects nothing any more. */
  close(): void;
}

/** @param bark - called with what was going on when nothing came in time */
export function createWatchdog(bark: (during: string) => void): Watchdog {
  let timer: NodeJS.Timeout | undefined;
  return {
    expect(milliseconds, during) {
      clearTimeout(timer);
      timer = setTimeout(bark, milliseconds, during);
    },
    close: () => clearTimeout(timer),
  };
}
