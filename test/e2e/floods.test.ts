import { expect, test } from "vitest";
import { echoesInPage, stopInPage } from "../helpers/page-timing.ts";
import { LessonPage } from "./lesson-page.ts";
import { addLabOfFive } from "./new-lab.ts";
import { serveScene } from "./scene.ts";

/** A lab that an instructor has added, with five terminals. Three of them flood, one is typed in, one has nothing to do. */
const lab = "five";
const flooding = ["collector", "consumer-1", "consumer-2"];

/** Keys typed for one figure. */
const keys = 40;

const scene = serveScene({ change: addLabOfFive });

/** The middle value. */
function median(values: number[]): number {
  return (
    [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN
  );
}

test("while three terminals flood, typing in the fourth of five stays smooth and Stop answers", async () => {
  const lesson = await LessonPage.open(scene.context, scene.course, lab);
  await lesson.type("producer", "cat > /dev/null\n");
  await lesson.hasState("producer", "running");
  const idle = median(await echoesInPage(lesson.page, "producer", keys));
  for (const terminal of flooding) {
    await lesson.type(terminal, "yes\n");
    await lesson.hasState(terminal, "running");
  }
  const flooded = median(await echoesInPage(lesson.page, "producer", keys));
  // Behind a queue of output a key would wait for seconds: hundreds of times as long.
  expect(flooded / idle).toBeLessThan(30);

  const stops: number[] = [];
  for (const terminal of flooding) {
    const { heard, ended } = await stopInPage(lesson.page, terminal);
    stops.push(heard / idle);
    expect(ended / idle).toBeLessThan(100);
    await lesson.hasState(terminal, "stopped by Ctrl+C");
  }
  // A key's echo takes two frames.
  expect(median(stops)).toBeLessThan(10);
  await lesson.stop("producer");
  await lesson.hasState("producer", "stopped by Ctrl+C");
  expect(lesson.complaints).toEqual([]);
  await lesson.page.close();
});

test("a reload while three of five terminals flood shows everything again, once", async () => {
  const lesson = await LessonPage.open(scene.context, scene.course, lab);
  // High enough for terminals of many lines.
  await lesson.page.setViewportSize({ width: 1600, height: 2400 });
  await lesson.type(
    "producer",
    "clear; seq -s, 1 300 | tr , '\\n' | tail -n 4; echo the-last-line\n",
  );
  await lesson.shows("producer", /^the-last-line$/m);
  for (const terminal of flooding) {
    // What was printed before is drawn again: the prompt comes last.
    await lesson.shows(terminal, /lab\$$/);
    await lesson.type(terminal, "i=0; while :; do echo line $((++i)); done\n");
    await lesson.hasState(terminal, "running");
  }
  await lesson.page.reload();
  await lesson.connected();
  await lesson.shows("producer", /^the-last-line$/m);
  const shown = await lesson.screen("producer");
  expect(shown.match(/^29[789]$|^300$/gm)).toEqual([
    "297",
    "298",
    "299",
    "300",
  ]);
  expect(shown.match(/^the-last-line$/gm)).toHaveLength(1);

  for (const terminal of flooding) await lesson.stop(terminal);
  for (const terminal of flooding) {
    await lesson.hasState(terminal, "stopped by Ctrl+C");
    // The header may be ahead of what is still to be drawn.
    await lesson.shows(terminal, /^lab\$$/m);
    const text = await lesson.screen(terminal);
    // Ctrl+C cuts the last line short: the kernel throws away what it holds.
    const numbers = [...text.matchAll(/^line (\d+)$/gm)]
      .map(([, number]) => Number(number))
      .slice(0, -1);
    expect(numbers.length).toBeGreaterThan(8);
    // Each line once, and none left out.
    expect(numbers).toEqual(
      numbers.map((_, index) => (numbers[0] ?? 0) + index),
    );
  }
  expect(lesson.complaints).toEqual([]);
  await lesson.page.close();
});
