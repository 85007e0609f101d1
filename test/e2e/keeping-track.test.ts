import { expect, test } from "vitest";
import { labSource, LessonPage } from "./lesson-page.ts";
import { serveScene } from "./scene.ts";

const scene = serveScene();

const programs = ["server.ts", "client.ts"];

test("what has passed once counts for good, and the latest check is told beside it", async () => {
  const lesson = await LessonPage.open(scene.context, scene.course, "pair");
  const header = lesson.panel.locator("#lab-checks header");
  for (const file of programs)
    await lesson.write(file, await labSource("pair", "solution", file));
  expect(new Set(Object.values(await lesson.check()))).toEqual(
    new Set(["pass"]),
  );
  const all = /Points: (\d+) of \1(?!\d)/;
  expect(await header.textContent()).toMatch(all);
  expect(await header.textContent()).not.toContain("Latest");

  await lesson.panel.getByRole("button", { name: "Reset files" }).click();
  await lesson.panel
    .getByRole("button", { name: "Reset", exact: true })
    .click();
  await lesson.panel.getByText("The files are as they were").waitFor();
  const states = Object.entries(await lesson.check());
  const lost = states.filter(([, state]) => state !== "pass");
  expect(lost.length).toBeGreaterThan(0);

  for (const look of ["at once", "after a reload"]) {
    if (look === "after a reload") {
      await lesson.page.reload();
      await lesson.connected();
    }
    expect(await header.textContent(), look).toMatch(all);
    expect(await header.textContent(), look).toMatch(/Latest: \d+/);
    for (const [id, state] of states) {
      const line = lesson.panel.locator(`[data-check="${id}"]`);
      expect(await line.getAttribute("data-state")).toBe(state);
      expect(await line.locator(".before").count()).toBe(
        state === "pass" ? 0 : 1,
      );
    }
  }
  const home = await scene.context.newPage();
  await home.goto(scene.course.link);
  const points = home.locator('[data-lab-points="pair"]');
  await expect
    .poll(() => points.textContent())
    .toMatch(/points: (\d+) of \1 \(latest check: \d+\)/);
  await lesson.page.close();
  await home.close();
});
