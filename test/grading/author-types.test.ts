import { expect, test } from "vitest";
import type { Check } from "#grading";
import pair from "../../labs/pair/lab.ts";

/** Never called: the compiler reads it. `npm run types` fails where one of these is no error any more. */
function misspell(check: Check<typeof pair>): void {
  // @ts-expect-error: the lab has no such check
  check("sever-receives", async () => {});
  check("server-receives", async ({ lab }) => {
    await lab.start("server");
    // @ts-expect-error: the lab has no such terminal
    await lab.start("brokr");
  });
  // @ts-expect-error: a check can only rest on one that there is
  check("pair-together", async () => {}, { after: ["sever-receives"] });
}

test("graders know the checks and terminals of their lab when they are compiled", () => {
  expect(misspell).toBeTypeOf("function");
});
