import { writeFile } from "node:fs/promises";
import { join } from "node:path";
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
  const pair = home.locator('main [data-lesson="pair"] .standing');
  await expect
    .poll(() => pair.textContent())
    .toMatch(/\(done, latest check: \d+\)/);
  await lesson.page.close();
  await home.close();
});

test("results and running programs say when the files are newer, until the edit is taken back", async () => {
  const lesson = await LessonPage.open(scene.context, scene.course, "pair");
  const folder = join(scene.home, "workspace/pair");
  const texts = new Map<string, string>();
  for (const file of programs) {
    const text = await labSource("pair", "solution", file);
    texts.set(file, text);
    await lesson.write(file, text);
  }
  const server = texts.get("server.ts") ?? "";
  const old = lesson.panel.getByText("From before your last change");
  const pane = lesson.terminal("server");
  const before = pane.getByText("Started before your last change to");
  await lesson.check();
  await lesson.run("server");
  await lesson.shows("server", "5555");
  expect([await old.count(), await before.count()]).toEqual([0, 0]);

  await lesson.write("server.ts", `${server}// changed\n`);
  await old.waitFor();
  await before.waitFor();
  await lesson.page.reload();
  await lesson.connected();
  await old.waitFor();
  await before.waitFor();

  await lesson.write("server.ts", server);
  await old.waitFor({ state: "detached" });
  await before.waitFor({ state: "detached" });

  // What the other program is made of does not concern this one.
  await writeFile(join(folder, "client.ts"), "// from outside\n");
  await old.waitFor();
  expect(await before.count()).toBe(0);
  await writeFile(join(folder, "client.ts"), texts.get("client.ts") ?? "");
  await old.waitFor({ state: "detached" });

  const other = await LessonPage.open(scene.context, scene.course, "pair");
  await other.write("server.ts", `${server}// in another window\n`);
  await old.waitFor();
  await before.waitFor();
  await pane.getByRole("button", { name: "Restart Server" }).click();
  await before.waitFor({ state: "detached" });
  await lesson.hasState("server", "running");

  await lesson.panel.getByRole("button", { name: "Reset files" }).click();
  await lesson.panel
    .getByRole("button", { name: "Reset", exact: true })
    .click();
  await before.waitFor();
  await lesson.check();
  await old.waitFor({ state: "detached" });
  await lesson.stop("server");
  await before.waitFor({ state: "detached" });
  expect([...lesson.complaints, ...other.complaints]).toEqual([]);
  await lesson.page.close();
  await other.page.close();
});
