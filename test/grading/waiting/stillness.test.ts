import { setTimeout as delay } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import {
  stillFor,
  watchStillness,
  type Movable,
} from "../../../runner/grading/grader/waiting/stillness.ts";
import { idle, startProgram } from "../real-program.ts";

/** Longer than a program must stand still to be given up. */
const longer = 2 * stillFor;

/** Resolves when the programs are found still; `seen` tells so far. */
function watch(programs: Movable[], isAwaited = () => true) {
  const watched = { still: false };
  const done = new Promise<void>((resolve) => {
    const stillness = watchStillness(programs, isAwaited, () => {
      watched.still = true;
      resolve();
    });
    onTestFinished(() => stillness.close());
  });
  return { done, watched };
}

test("a program that waits for ever is found still", async () => {
  const program = await startProgram(idle);
  await watch([program]).done;
});

test("a program that computes is not still, however long it says nothing", async () => {
  const busy = await startProgram("for (;;);");
  const { watched } = watch([busy, await startProgram(idle)]);
  await delay(longer);
  expect(watched.still).toBe(false);
});

test("a program that says something every second is not still", async () => {
  const program = await startProgram(
    "setInterval(() => console.log('tick'), 1000)",
  );
  await expect
    .poll(() => program.transcript, { timeout: 20_000 })
    .toContain("tick");
  const { watched } = watch([program]);
  await delay(longer);
  expect(watched.still).toBe(false);
});

test("a program that pauses, however long, is not still before it goes on", async () => {
  const program = await startProgram(
    `${idle}; setTimeout(() => console.log("goes on"), ${longer})`,
  );
  const { watched, done } = watch([program]);
  await expect
    .poll(() => program.transcript, { timeout: 20_000 })
    .toContain("goes on");
  expect(watched.still).toBe(false);
  await done;
});

test("programs of which nothing is awaited are left alone", async () => {
  const program = await startProgram(idle);
  const { watched } = watch([program], () => false);
  await delay(longer);
  expect(watched.still).toBe(false);
});

test("a program that is stopped and cannot be seen to move is found still", async () => {
  const program = await startProgram("process.kill(process.pid, 'SIGSTOP')");
  await watch([program]).done;
});
