import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { CastEvent } from "#contract";
import { createClock } from "../../runner/session/clock.ts";
import { ByteRing } from "../../runner/session/ring.ts";
import {
  maxChanges,
  maxTimes,
  Timeline,
} from "../../runner/session/timeline.ts";

/** A terminal's output and its times, on a clock that the test moves. */
function createRecorded(ring = new ByteRing()) {
  let time = 0;
  const clock = { startedAt: 0, now: () => time };
  const size = { columns: 80, rows: 24 };
  const timeline = new Timeline(ring, clock, size);
  return {
    timeline,
    at(milliseconds: number) {
      time = milliseconds;
      return this;
    },
    put(bytes: Uint8Array | string) {
      timeline.output();
      ring.push(Buffer.from(bytes));
      return this;
    },
  };
}

const output = (events: CastEvent[]) =>
  events.flatMap(([, what, text]) => (what === "o" ? [text] : [])).join("");

describe("a timeline", () => {
  test("tells in order what was put out, what ran and how large the terminal was", () => {
    const recorded = createRecorded();
    const { timeline } = recorded;
    timeline.resized({ columns: 100, rows: 30 });
    recorded.at(100).put("lab$ ");
    recorded.at(2000).put("node a.ts\r\n");
    recorded.at(2001);
    timeline.changed({ is: "running", command: "node a.ts" });
    recorded.at(2005).put("hello\r\n");
    recorded.at(3000);
    timeline.resized({ columns: 90, rows: 20 });
    timeline.resized({ columns: 90, rows: 20 });
    recorded.at(4000).put("bye\r\n");
    timeline.changed({ is: "exited", command: "node a.ts", code: 1 });
    expect(timeline.initialSize).toEqual({ columns: 100, rows: 30 });
    expect(timeline.events()).toEqual([
      [0.1, "o", "lab$ "],
      [2, "o", "node a.ts\r\n"],
      [2.001, "m", "running: node a.ts"],
      [2.001, "o", "hello\r\n"],
      [3, "r", "90x20"],
      [4, "o", "bye\r\n"],
      [4, "m", "exited 1: node a.ts"],
    ]);
    expect(timeline.firstCommand).toBe(2001);
    expect(timeline.events(1900).slice(0, 2)).toEqual([
      [0, "o", "lab$ "],
      [0.1, "o", "node a.ts\r\n"],
    ]);
  });

  test("holds characters and escape sequences together however the bytes arrive, and leaves the shell's marks out", () => {
    const mark = "\x1b]133;C;aid=0123;cmdline=node a.ts\x07";
    const shown = "ü漢😀\ufeff\x1b[31mred\x1b[0m \x1b]0;title\x07\x1b";
    const bytes = Buffer.from(`${mark}${shown}${mark}[m\r\n\x1b]133;D;0\x1b\\`);
    const expected = `${shown}[m\r\n`;
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 20 }),
        (sizes) => {
          const recorded = createRecorded();
          let at = 0;
          for (let piece = 0; at < bytes.length; piece += 1) {
            const size = sizes[piece % sizes.length] ?? 1;
            recorded.at(piece * 20).put(bytes.subarray(at, at + size));
            at += size;
          }
          expect(output(recorded.timeline.events())).toBe(expected);
        },
      ),
    );
  });

  test("leaves out a character whose end has not come yet", () => {
    const recorded = createRecorded().put(Buffer.from("ok 漢").subarray(0, 4));
    expect(output(recorded.timeline.events())).toBe("ok ");
  });

  test("reaches as far back as the scrollback, from a line's beginning, and keeps what ran before", () => {
    const recorded = createRecorded(new ByteRing(32));
    recorded.timeline.changed({ is: "running", command: "seq" });
    for (let line = 0; line < 100; line += 1)
      recorded.at(line * 100).put(`line ${String(line).padStart(2, "0")}\r\n`);
    const events = recorded.timeline.events();
    expect(events[0]).toEqual([0, "m", "running: seq"]);
    expect(output(events)).toBe("line 97\r\nline 98\r\nline 99\r\n");
    expect(events.at(-1)).toEqual([9.9, "o", "line 99\r\n"]);
  });

  test("keeps every byte and a bounded number of times, however many pieces came", () => {
    const recorded = createRecorded();
    const pieces = maxTimes * 8;
    for (let piece = 0; piece < pieces; piece += 1)
      recorded.at(piece * 20).put("x");
    for (let change = 0; change < maxChanges * 3; change += 1)
      recorded.timeline.changed({ is: "running", command: String(change) });
    const events = recorded.timeline.events();
    expect(output(events)).toBe("x".repeat(pieces));
    expect(events.length).toBeLessThanOrEqual(maxTimes + maxChanges);
    const times = events.map(([time]) => time);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    // Early output is told more coarsely, and never at a time before it came.
    expect(times.at(-1)).toBe(((pieces - 1) * 20) / 1000);
  });

  test("puts what an earlier runner left at the beginning", () => {
    const ring = new ByteRing(100, 1000);
    ring.push(Buffer.from("earlier\r\n"));
    const recorded = createRecorded(ring);
    recorded.at(5000).put("now\r\n");
    expect(recorded.timeline.events()).toEqual([
      [0, "o", "earlier\r\n"],
      [5, "o", "now\r\n"],
    ]);
  });
});

test("the clock does not go back when the machine's does, and counts on from there", () => {
  let wall = 1_000_000;
  const clock = createClock(() => wall);
  const set = (time: number) => {
    wall = time;
    return clock.now();
  };
  expect(clock.startedAt).toBe(1_000_000);
  expect(set(1_000_500)).toBe(500);
  expect(set(900_000)).toBe(500);
  expect(set(900_100)).toBe(600);
});
