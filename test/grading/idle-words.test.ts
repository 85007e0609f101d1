import { expect, test } from "vitest";
import { findIdleWords } from "../../runner/grading/verify/idle-words.ts";

/** A wrong answer to the check `sums`, and what its student is told. */
function wrong(name: string, says: string[], told: string) {
  return {
    lab: "tally",
    kind: "mistake" as const,
    name,
    expects: { fails: "sums", says },
    told: { sums: told },
    deviation: null,
    note: null,
    broken: false,
    seconds: 1,
    remembered: false,
    result: null,
  };
}

const finished = (says: string[]) =>
  findIdleWords([
    wrong("text", says, 'The sum is a text: "sum 0118" after 0 degrees'),
    wrong("first", ["first"], 'The first is missing: "sum 0" after 0 degrees'),
  ]);

test("words that every wrong answer is told prove nothing", () => {
  expect(finished(["degrees"])).toHaveLength(1);
  expect(finished(["is a text"])).toEqual([]);
});

test("a number that the others were told by chance is not held against a mistake", () => {
  expect(finished(["sum 0"])).toEqual([]);
});
