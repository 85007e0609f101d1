import { expect, test } from "vitest";
import { defineMistakes, mistake } from "#contract";
import pair from "../../labs/pair/lab.ts";

const edits = [{ file: "client.ts" as const, replace: "a", by: "b" }];
const rest = { what: "It is wrong.", says: ["wrong"] };

test("an unknown check or file is a compile error", () => {
  // `tsc` reads this test: a line that is no error any more is one.
  const declared = defineMistakes(pair, {
    right: { ...rest, edits, fails: "client-answers" },
    // @ts-expect-error: the lab has no such check.
    check: { ...rest, edits, fails: "client-answer" },
    file: {
      ...rest,
      // @ts-expect-error: the lab has no such file.
      edits: [{ file: "clients.ts", replace: "a", by: "b" }],
      fails: "client-answers",
    },
  });
  expect(Object.keys(declared)).toEqual(["right", "check", "file"]);
});

test.each([
  [["0"], false],
  [['"0"'], true],
  [["lost"], true],
  [[], false],
])("says %j: %s", (says, valid) => {
  const { success } = mistake.safeParse({
    ...rest,
    edits,
    fails: "client-answers",
    says,
  });
  expect(success).toBe(valid);
});
