import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createPacedSink } from "../../site/src/client/paced-sink.ts";

const piece = new Uint8Array(8 * 1024);

/** A terminal that takes `cost` milliseconds for all that it was given. */
function createTerminal(cost: number) {
  const drawn: number[] = [];
  let queue: (() => void)[] = [];
  return {
    drawn,
    write(bytes: Uint8Array, whenDrawn: () => void): void {
      if (queue.length === 0)
        setTimeout(() => {
          const given = queue;
          queue = [];
          for (const finish of given) finish();
        }, cost);
      queue.push(() => {
        drawn.push(bytes.length);
        whenDrawn();
      });
    },
    reset: () => {},
  };
}

describe("a paced sink", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test("draws at once what is no flood, however often", () => {
    const terminal = createTerminal(1);
    const sink = createPacedSink(terminal);
    for (let key = 0; key < 100; key++) {
      sink.write(piece, () => {});
      vi.advanceTimersByTime(1);
      expect(terminal.drawn).toHaveLength(key + 1);
    }
  });

  test("rests after a burst for as long as the burst took", () => {
    const terminal = createTerminal(40);
    const sink = createPacedSink(terminal);
    for (let count = 0; count < 24; count++) sink.write(piece, () => {});
    vi.advanceTimersByTime(40);
    expect(terminal.drawn).toHaveLength(8);
    vi.advanceTimersByTime(40 + 39);
    expect(terminal.drawn).toHaveLength(8);
    vi.advanceTimersByTime(1);
    expect(terminal.drawn).toHaveLength(16);
  });

  test("draws everything in order, and tells of each piece", () => {
    const terminal = createTerminal(3);
    const sink = createPacedSink(terminal);
    const told: number[] = [];
    for (let size = 1; size <= 300; size++)
      sink.write(new Uint8Array(size * 10), () => told.push(size));
    vi.runAllTimers();
    expect(told).toEqual(Array.from({ length: 300 }, (_, index) => index + 1));
    expect(terminal.drawn.reduce((sum, size) => sum + size)).toBe(
      (10 * 300 * 301) / 2,
    );
  });
});
