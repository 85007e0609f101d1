import { describe, expect, test } from "vitest";
import {
  encodeCast,
  markerOf,
  parseCast,
  stateOf,
  type Cast,
  type TerminalState,
} from "#contract";

const cast: Cast = {
  header: {
    version: 2,
    width: 80,
    height: 24,
    timestamp: 1,
    title: "Relay: Talker",
    env: { TERM: "xterm-256color" },
  },
  events: [
    [0, "r", "100x30"],
    [0.25, "o", "hello\r\n\x1b[31mred ü 漢 😀\u2028"],
    [0.25, "m", "running: node a.ts"],
    [3, "o", ""],
  ],
};

describe("an asciicast", () => {
  test("is one line of JSON for the header and for each event, and reads back as it was", () => {
    const text = encodeCast(cast);
    expect(text.split("\n")).toHaveLength(cast.events.length + 2);
    expect(text.split("\n")[2]).toBe(JSON.stringify(cast.events[1]));
    expect(parseCast(text)).toEqual(cast);
    expect(parseCast(encodeCast({ ...cast, events: [] }))?.events).toEqual([]);
  });

  test.each([
    ["nothing", ""],
    ["a header of another version", '{"version":1}\n'],
    ["a last line that was cut off", encodeCast(cast).slice(0, -5)],
    ["a line that is no event", `${encodeCast(cast)}{"a":1}\n`],
    ["what was typed", `${encodeCast(cast)}[4,"i","secret"]\n`],
    ["a size that is none", `${encodeCast(cast)}[4,"r","wide"]\n`],
    ["a time before the one before", `${encodeCast(cast)}[2,"o","late"]\n`],
    ["a time before the beginning", `${encodeCast(cast)}[-1,"o","x"]\n`],
  ])("is refused with %s", (_, text) => {
    expect(parseCast(text)).toBeNull();
  });
});

describe("a marker", () => {
  const command = "node a.ts 'x: y'";
  test.each<TerminalState>([
    { is: "idle" },
    { is: "running", command },
    { is: "exited", command, code: 0 },
    { is: "exited", command, code: 143 },
    { is: "interrupted", command },
    { is: "suspended", command },
    { is: "closed", reason: "The runner was stopped: bye." },
  ])("tells the state $is and how", (state) => {
    expect(stateOf(markerOf(state))).toEqual(state);
  });

  test.each(["", "chapter 2", "exited: x", "note: x"])(
    "that is none of ours (%j) tells no state",
    (marker) => {
      expect(stateOf(marker)).toBeNull();
    },
  );
});
