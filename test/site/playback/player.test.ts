import { describe, expect, test } from "vitest";
import { encodeCast, type CastEvent, type TerminalState } from "#contract";
import {
  createPlayer,
  parseTracks,
  statesOf,
  type Track,
} from "../../../site/src/lab-panel/playback/player.ts";

const command = "node a.ts";

const tracks: Track[] = [
  {
    id: "one",
    beganAt: 0,
    events: [
      [0, "o", "lab$ "],
      [1, "o", "a"],
      [1, "m", "running: node a.ts"],
      [2, "r", "10x10"],
      [3, "o", "b"],
      [4, "m", "exited 0: node a.ts"],
    ],
  },
  { id: "two", beganAt: 0, events: [[2.5, "o", "c"]] },
];

/** A screen as a terminal is one: RIS clears it. */
function createScreen() {
  const screen = {
    text: "",
    writes: 0,
    states: [] as TerminalState[],
    write(text: string) {
      screen.writes += 1;
      screen.text = (screen.text + text).split("\x1bc").at(-1) ?? "";
    },
    become: (state: TerminalState) => void screen.states.push(state),
  };
  return screen;
}

function createPlayed() {
  const player = createPlayer(tracks);
  const one = createScreen();
  const two = createScreen();
  player.attach("one", one);
  player.attach("two", two);
  return { player, one, two };
}

describe("a player", () => {
  test("shows at its beginning what was there then, and lasts to the last event of all", () => {
    const { player, one, two } = createPlayed();
    expect(player.duration).toBe(4);
    expect(player.time).toBe(0);
    expect([one.text, two.text]).toEqual(["lab$ ", ""]);
    expect(one.states).toEqual([{ is: "idle" }]);
  });

  test("going on draws only what is new, in all terminals on one clock", () => {
    const { player, one, two } = createPlayed();
    player.seek(0.5);
    expect(one.writes).toBe(1);
    player.seek(1);
    expect(one.text).toBe("lab$ a");
    expect(one.states.at(-1)).toEqual({ is: "running", command });
    player.seek(2.6);
    expect([one.text, two.text]).toEqual(["lab$ a", "c"]);
    player.seek(4);
    expect([one.text, one.writes]).toEqual(["lab$ ab", 3]);
    expect(one.states.at(-1)).toEqual({ is: "exited", command, code: 0 });
  });

  test("shows the same at a time, however it got there", () => {
    const times = [0, 0.5, 1, 2, 2.5, 3, 3.5, 4];
    const straight = times.map((time) => {
      const { player, one, two } = createPlayed();
      player.seek(time);
      return [one.text, two.text, one.states.at(-1)];
    });
    const { player, one, two } = createPlayed();
    const order = [7, 0, 3, 5, 5, 2, 6, 1, 4, 0, 7];
    for (const index of order) {
      player.seek(times[index] ?? 0);
      expect([one.text, two.text, one.states.at(-1)]).toEqual(straight[index]);
    }
  });

  test("goes back in one draw, without a flash of what was before", () => {
    const { player, one } = createPlayed();
    player.seek(4);
    const before = one.writes;
    player.seek(1.5);
    expect(one.writes).toBe(before + 1);
    expect(one.text).toBe("lab$ a");
  });

  test.each([
    [-5, 0],
    [99, 4],
  ])("stays within its bounds (%d)", (wanted, time) => {
    const { player } = createPlayed();
    player.seek(2);
    player.seek(wanted);
    expect(player.time).toBe(time);
  });

  test("shows a screen that comes later the same as the others, and none that has gone", () => {
    const { player, one } = createPlayed();
    player.seek(3);
    const late = createScreen();
    const stop = player.attach("one", late);
    expect(late.text).toBe(one.text);
    expect(late.states.at(-1)).toEqual({ is: "running", command });
    stop();
    player.seek(4);
    player.seek(0);
    expect(late.text).toBe("lab$ ab".slice(0, late.text.length));
    expect(late.states.at(-1)).toEqual({ is: "running", command });
    player.attach("three", late)();
  });
});

test("a recording is taken apart into its tracks, with what ran when", () => {
  const header = {
    version: 2 as const,
    width: 80,
    height: 24,
    timestamp: 7,
    title: "",
    env: { TERM: "xterm" },
  };
  const events = [...(tracks[0]?.events ?? [])] as CastEvent[];
  const cast = encodeCast({ header, events });
  const recording = {
    version: 1 as const,
    lab: "pair",
    terminals: [{ id: "one", title: "One", cast }],
  };
  const parsed = parseTracks(recording);
  expect(parsed).toEqual([{ ...tracks[0], beganAt: 7 }]);
  expect(parsed?.map(statesOf)).toEqual([
    [
      { time: 1, state: { is: "running", command } },
      { time: 4, state: { is: "exited", command, code: 0 } },
    ],
  ]);
  expect(
    parseTracks({
      ...recording,
      terminals: [{ id: "one", title: "One", cast: "nonsense" }],
    }),
  ).toBeNull();
});
