import { describe, expect, test } from "vitest";
import { ByteRing } from "../../runner/session/ring.ts";

/** Bytes whose values tell their place in the stream. */
function stream(from: number, length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, index) => (from + index) % 251);
}

describe("a byte ring", () => {
  test.each([1, 7, 1000, 8192, 8193, 300_000])(
    "keeps the last bytes, pushed %i at a time",
    (size) => {
      const limit = 20_000;
      const ring = new ByteRing(limit);
      let total = 0;
      while (total < 60_000) {
        ring.push(stream(total, size));
        total += size;
      }
      expect(ring.end).toBe(total);
      expect(ring.start).toBe(total - limit);
      expect(ring.read()).toEqual(stream(total - limit, limit));
      expect(ring.read(total - 5)).toEqual(stream(total - 5, 5));
      expect(ring.read(total - 100, 3)).toEqual(stream(total - 100, 3));
    },
  );

  test("keeps everything while it is below its limit", () => {
    const ring = new ByteRing(20_000);
    for (let total = 0; total < 19_900; total += 100)
      ring.push(stream(total, 100));
    expect(ring.start).toBe(0);
    expect(ring.read()).toEqual(stream(0, 19_900));
  });

  test("goes on counting where an earlier one stopped", () => {
    const ring = new ByteRing(10_000, 123_456);
    ring.push(stream(123_456, 9000));
    ring.push(stream(132_456, 9000));
    expect(ring.end).toBe(141_456);
    expect(ring.read()).toEqual(stream(131_456, 10_000));
  });

  test("refuses what it no longer has", () => {
    const ring = new ByteRing(10);
    ring.push(stream(0, 15));
    expect(() => ring.read(4)).toThrow(RangeError);
    expect(() => ring.read(16)).toThrow(RangeError);
  });

  test("begins behind a line end once bytes were dropped, and at the very beginning before", () => {
    const ring = new ByteRing(16);
    ring.push(Buffer.from("one\r\ntwo\r\n"));
    expect(ring.firstWhole()).toBe(0);
    ring.push(Buffer.from("three\r\nfour"));
    expect(Buffer.from(ring.read(ring.firstWhole())).toString()).toBe(
      "three\r\nfour",
    );
  });
});
