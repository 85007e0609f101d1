import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { courseFolder } from "../../runner/catalog/course.ts";
import { labSource, LessonPage } from "./lesson-page.ts";
import { serveScene } from "./scene.ts";

const scene = serveScene();

/** The pictures of this run; the README shows the first. */
const artifacts = join(courseFolder, "test", "artifacts");

beforeAll(() => mkdir(artifacts, { recursive: true }));

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
  const context = await scene.browser.newContext(looks[0]);
  const lesson = await LessonPage.open(scene.context, scene.course, "pipeline");
  // Half-way: everything but the collector is written.
  for (const file of ["consumer.ts", "producer.ts"])
    await lesson.write(file, await labSource("pipeline", "solution", file));
  await lesson.panel.getByRole("button", { name: "Run all" }).click();
  await lesson.hasState("producer", "exited 0");
  expect((await lesson.check())["consumer-forwards"]).toBe("pass");
  await lesson.panel.getByRole("tab", { name: "collector.ts" }).click();
  await context.close();

  for (const look of looks) {
    const again = await scene.browser.newContext(look);
    const page = await LessonPage.open(again, scene.course, "pipeline");
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
