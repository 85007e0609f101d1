import { expect, test } from "vitest";
import { aBusyMachine, alternativesOf, failedChecks } from "./submissions.ts";

test.each(await alternativesOf("pair"))(
  "accepts the right answer %s",
  async (alternative) => {
    expect(await failedChecks("pair", alternative)).toEqual([]);
  },
  aBusyMachine,
);
