import { expect, test } from "vitest";
import { aBusyMachine, alternativesOf, failedChecks } from "./submissions.ts";

test.each(await alternativesOf("publish-subscribe"))(
  "accepts the right answer %s",
  async (alternative) => {
    expect(await failedChecks("publish-subscribe", alternative)).toEqual([]);
  },
  aBusyMachine,
);
