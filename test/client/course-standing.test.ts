import { expect, test } from "vitest";
import { protocolVersion, type CourseOverview } from "#contract";
import { standingOf } from "../../site/src/client/course-standing.ts";

/** A course whose lessons stand like this: done (`x`), begun (`/`), new (`.`). */
function course(pattern: string): CourseOverview {
  return {
    protocol: protocolVersion,
    version: "0",
    isolation: { level: "none", reason: null, remedy: null },
    labs: Array.from(pattern, (state, index) => ({
      id: `lesson-${index + 1}`,
      title: { en: "A lesson" },
      points: state === "x" ? 10 : 0,
      maximum: 10,
      latest: null,
      attempts: 0,
      begun: state !== ".",
    })),
  };
}

test.each<[pattern: string, next: string | null, why: string]>([
  ["....", "lesson-1", "a newcomer begins with the first"],
  ["/...", "lesson-1", "one goes on with what is begun"],
  ["x...", "lesson-2", "behind a lesson that is done comes the next"],
  ["x/./", "lesson-4", "the last one begun is where one is"],
  ["x/x.", "lesson-4", "what was left out before waits"],
  ["x/xx", "lesson-2", "and comes when there is nothing behind"],
  ["xxxx", null, "when all are done there is none"],
])("%s: %s: %s", (pattern, next) => {
  const standing = standingOf(course(pattern));
  expect(standing.next).toBe(next);
  expect(
    standing.lessons.filter((each) => each.next).map(({ id }) => id),
  ).toEqual(next === null ? [] : [next]);
  expect(standing.done).toBe(pattern.replaceAll(/[^x]/g, "").length);
  expect(standing.begun).toBe(/[x/]/.test(pattern));
});
