import { join } from "node:path";
import { expect, test } from "vitest";
import { fixtures, grade, loadTally } from "./tally.ts";

test("the fixture does for graders what its documentation says", async () => {
  const { troubles, check } = await grade({
    lab: await loadTally("grader-tries-the-fixture"),
    folder: join(fixtures, "tally/solution"),
  });
  expect(troubles).toEqual([]);
  expect(check("forwards")).toMatchObject({
    status: "fail",
    program: "collector",
    message:
      "collector holds tcp://127.0.0.1:47556, which the other side of the connection binds in this lab.",
    tryNext: "Connect to this address instead of binding it.",
  });
  expect(check("sums")).toMatchObject({ status: "pass", points: 5 });
  expect(
    check("sums").evidence.map(({ program, ending }) => [program, ending]),
  ).toEqual([
    ["collector", "ended by SIGKILL"],
    ["collector", "ended by SIGINT"],
  ]);
  expect(check("together")).toMatchObject({
    status: "timeout",
    expected: "exits with code 0",
    seen: "still running",
    message:
      "the total: collector should exit with code 0, but it had not ended within 2 s. collector is still running and has printed nothing.",
  });
});
