import type { TestContext } from "vitest";
import type { Movable } from "../../../runner/grading/grader/waiting/look.ts";
import { watchStillness } from "../../../runner/grading/grader/waiting/stillness.ts";

/** Watches programs until they are found still; `still` tells so far. */
export function watch(
  programs: Movable[],
  { onTestFinished }: Pick<TestContext, "onTestFinished">,
  isAwaited = () => true,
) {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const began = performance.now();
  const watched = { still: false, given: 0, after: 0, done: promise };
  const stillness = watchStillness(programs, {
    isAwaited,
    onStill() {
      watched.still = true;
      watched.after ||= Math.round(performance.now() - began);
      resolve(undefined);
    },
    onTime: (given) => (watched.given = given),
  });
  onTestFinished(() => stillness.close());
  return watched;
}
