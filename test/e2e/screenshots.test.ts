import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { courseFolder } from "../../runner/catalog/course.ts";
import { launchBrowser } from "../helpers/browser.ts";
import {
  createHome,
  startCourse,
  type RunningCourse,
} from "../helpers/course.ts";
import { labSource, LessonPage } from "./lesson-page.ts";

let home: Awaited<ReturnType<typeof createHome>>;
let course: RunningCourse;
let browser: Browser;

/** The pictures of this run; the README shows the first. */
const artifacts = join(courseFolder, "test", "artifacts");

beforeAll(async () => {
  home = await createHome();
  course = await startCourse(home.home);
  browser = await launchBrowser();
  await mkdir(artifacts, { recursive: true });
});

afterAll(async () => {
  await browser.close();
  await course.stop();
  await home.remove();
});

const looks = [
  {
    name: "lesson",
    viewport: { width: 1600, height: 1000 },
    colorScheme: "light",
  },
  {
    name: "lesson-dark",
    viewport: { width: 1600, height: 1000 },
    colorScheme: "dark",
  },
  {
    name: "lesson-narrow",
    viewport: { width: 420, height: 900 },
    colorScheme: "light",
  },
] as const;

test("a picture of the pipeline lesson in the middle of the work", async () => {
  const context = await browser.newContext(looks[0]);
  const lesson = await LessonPage.open(context, course, "pipeline");
  // Half-way: everything but the collector is written.
  for (const file of ["consumer.ts", "producer.ts"])
    await lesson.write(file, await labSource("pipeline", "solution", file));
  await lesson.panel.getByRole("button", { name: "Run all" }).click();
  await lesson.hasState("producer", "exited 0");
  expect((await lesson.check())["consumer-forwards"]).toBe("pass");
  await lesson.panel.getByRole("tab", { name: "collector.ts" }).click();
  await context.close();

  for (const look of looks) {
    const again = await browser.newContext(look);
    const page = await LessonPage.open(again, course, "pipeline");
    await page.panel.locator(".terminals").scrollIntoViewIfNeeded();
    await page.panel.locator(".xterm-rows").first().waitFor();
    await page.page.evaluate("scrollTo(0, 0)");
    const picture = await page.page.screenshot({
      path: join(artifacts, `${look.name}.png`),
      fullPage: look.name === "lesson-narrow",
    });
    expect(picture.length).toBeGreaterThan(50_000);
    await again.close();
  }
});
