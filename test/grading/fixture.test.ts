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
      "the total: collector should exit with code 0, but it had not ended, and nothing moves any more. collector is still running and has printed nothing.",
  });
});

test("figures are read of each name, and what is missing is told", async () => {
  const { troubles, check } = await grade({
    lab: await loadTally("grader-reads-figures"),
    folder: join(fixtures, "tally/solution"),
  });
  expect(troubles).toEqual([]);
  expect(check("forwards").message).toContain(
    '{"x":[{"count":1,"sum":41},{"count":2,"sum":82}],"y":[{"count":1,"sum":41}]}',
  );
  const inVain =
    "collector should print the counts of two consumers, but the last are: consumer x  count 1";
  expect(check("sums")).toMatchObject({
    status: "timeout",
    expected: "the counts of two consumers",
    seen: "consumer x  count 1",
  });
  expect(check("sums").message).toContain(
    `${inVain}, and no more came, and nothing moves any more.`,
  );
  expect(check("together")).toMatchObject({ status: "fail" });
  expect(check("together").message).toContain(inVain);
});
