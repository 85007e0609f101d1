import { expect, test } from "vitest";
import { aBusyMachine, alternativesOf, failedChecks } from "./submissions.ts";

test.each(await alternativesOf("request-reply"))(
  "accepts the right answer %s",
  async (alternative) => {
    expect(await failedChecks("request-reply", alternative)).toEqual([]);
  },
  aBusyMachine,
);
