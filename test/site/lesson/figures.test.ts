import { expect, test } from "vitest";
import {
  emptyRows,
  numberOf,
  readFigures,
  type FiguresPlan,
} from "../../../site/src/lab-panel/lesson/figures.ts";

const plan: FiguresPlan = {
  columns: ["linger", "ended", "count"].map((name) => ({ name, title: name })),
  keys: ["linger"],
  read: [
    {
      terminal: "sender",
      line: "^linger (?<linger>\\S+): ended after (?<ended>\\S+) s",
    },
    {
      terminal: "receiver",
      line: "^linger (?<linger>\\S+): (?<count>\\d+) came",
    },
  ],
  rows: [["-1"], ["0"]],
};

test("lines of two terminals fill the same row, and the rows there were stay in their places", () => {
  const first = readFigures(
    plan,
    emptyRows(plan),
    "receiver",
    "$ node receiver.ts\nlinger 0: 17 came\nlinger 500: 30 came\n",
  );
  const second = readFigures(
    plan,
    first,
    "sender",
    "linger 0: ended after 0.1 s\n",
  );
  expect(second).toEqual([
    { linger: "-1" },
    { linger: "0", count: "17", ended: "0.1" },
    { linger: "500", count: "30" },
  ]);
});

test("a later line takes the place of an earlier one", () => {
  const text = "linger 0: 17 came\nlinger 0: 3 came";
  expect(readFigures(plan, [], "receiver", text)).toEqual([
    { linger: "0", count: "3" },
  ]);
});

test("a terminal's lines are read by its own patterns only, and nothing goes when it is cleared", () => {
  const rows = readFigures(plan, [], "sender", "linger 0: 17 came");
  expect(rows).toEqual([]);
  const kept = [{ linger: "0", count: "3" }];
  expect(readFigures(plan, kept, "receiver", "")).toEqual(kept);
});

test.each([
  ["1,234.5", 1234.5],
  ["-1", -1],
  ["", NaN],
  ["soon", NaN],
  [undefined, NaN],
])("%s is the number %d", (value, number) => {
  expect(numberOf(value)).toBe(number);
});
