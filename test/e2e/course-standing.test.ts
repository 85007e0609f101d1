import { expect, test } from "vitest";
import { editableFiles } from "#contract";
import { loadCatalog } from "../../runner/catalog/catalog.ts";
import { serveStaticSite } from "../helpers/static-site.ts";
import { labSource, LessonPage } from "./lesson-page.ts";
import { serveScene } from "./scene.ts";

const scene = serveScene();
const { labs } = await loadCatalog();
const ids = labs.map(({ id }) => id);

/** Opens the home page when it has heard of the runner. */
async function openHome() {
  const page = await scene.context.newPage();
  await page.goto(scene.course.link);
  await page.locator('[data-lesson="pair"][data-standing]').first().waitFor();
  const button = page.locator(".start-button");
  const standing = (id: string) =>
    page.locator(`main [data-lesson="${id}"]`).getAttribute("data-standing");
  const inSidebar = (id: string) =>
    page.locator(`nav [data-lesson="${id}"]`).getAttribute("data-standing");
  return { page, button, standing, inSidebar };
}

test("home, sidebar, drawer and editor follow a student through a lesson", async () => {
  const before = await openHome();
  expect(await before.button.textContent()).toMatch(/^Start with the first/);
  expect(await before.page.getByRole("progressbar").count()).toBe(0);
  expect(await before.standing("pair")).toBe("new");
  await before.page.close();

  const lesson = await LessonPage.open(scene.context, scene.course, "pair");
  const todos = lesson.panel.locator(".cm-line.todo-line");
  const kept = "// TODO: this line was left where it is\n";
  await lesson.write(
    "server.ts",
    kept + (await labSource("pair", "solution", "server.ts")),
  );
  await expect.poll(() => todos.count()).toBe(1);
  const half = await lesson.check();
  expect(half["server-receives"]).toBe("pass");
  expect(half["client-answers"]).not.toBe("pass");
  // Its check has passed: the words stay, and the mark goes.
  await expect.poll(() => todos.count()).toBe(0);
  expect(await lesson.reads("server.ts")).toContain(kept.trim());
  await lesson.reads("client.ts");
  await expect.poll(() => todos.count()).toBe(1);
  expect(await lesson.panel.locator("[data-lesson-done]").count()).toBe(0);

  const begun = await openHome();
  expect(await begun.button.textContent()).toMatch(
    /^Continue: An exclusive pair/,
  );
  expect(await begun.standing("pair")).toBe("begun");
  expect(await begun.inSidebar("pair")).toBe("begun");
  await begun.button.click();
  await begun.page.waitForURL("**/lessons/pair/");
  await begun.page.close();

  await lesson.write(
    "client.ts",
    await labSource("pair", "solution", "client.ts"),
  );
  expect(new Set(Object.values(await lesson.check()))).toEqual(
    new Set(["pass"]),
  );
  const success = lesson.panel.locator("[data-lesson-done]");
  const goals = await lesson.page.locator(".goals li").allTextContents();
  expect(goals.length).toBeGreaterThan(0);
  expect(await success.locator("li").allTextContents()).toEqual(goals);
  const next = ids[ids.indexOf("pair") + 1] ?? "";
  expect(await success.getByRole("link").getAttribute("href")).toBe(
    `/lessons/${next}/`,
  );
  await lesson.page.getByRole("button", { name: "Contents" }).click();
  const drawer = lesson.page.locator('.drawer [data-lesson="pair"]');
  await expect.poll(() => drawer.getAttribute("data-standing")).toBe("done");
  expect(await drawer.textContent()).toContain("(done)");
  await lesson.page.keyboard.press("Escape");

  const after = await openHome();
  expect(await after.standing("pair")).toBe("done");
  const title = await after.page
    .locator(`main [data-lesson="${next}"] b`)
    .textContent();
  expect(await after.button.textContent()).toContain(`Continue: ${title}`);
  const bar = after.page.getByRole("progressbar", {
    name: `1 of ${ids.length} lessons done`,
  });
  expect(await bar.getAttribute("value")).toBe("1");
  await after.page.goto(`${scene.course.url}guide/troubleshooting/`);
  const inGuide = after.page.locator('nav [data-lesson="pair"]');
  await expect.poll(() => inGuide.getAttribute("data-standing")).toBe("done");
  await after.page.close();

  // What is to be done anew is marked anew.
  await lesson.panel.getByRole("button", { name: "Reset files" }).click();
  await lesson.panel
    .getByRole("button", { name: "Reset", exact: true })
    .click();
  await lesson.reads("server.ts");
  await expect.poll(() => todos.count()).toBe(1);
  await lesson.page.close();
});

test("behind the last lesson no other page is next", async () => {
  const lab = labs.at(-1);
  if (!lab) throw new Error("The course has no labs.");
  const lesson = await LessonPage.open(scene.context, scene.course, lab.id);
  for (const file of editableFiles(lab.manifest))
    await lesson.write(file, await labSource(lab.id, "solution", file));
  expect(new Set(Object.values(await lesson.check()))).toEqual(
    new Set(["pass"]),
  );
  const success = lesson.panel.locator("[data-lesson-done]");
  expect(await success.textContent()).toContain("This was the last lesson.");
  const link = success.getByRole("link");
  expect(await link.getAttribute("href")).toBe("/");
  expect(await lesson.page.locator('a[rel="next"]').count()).toBe(0);
  await lesson.page.close();
});

test("a copy without a runner asks for nothing that it does not need, and shows no progress", async () => {
  const site = await serveStaticSite();
  const context = await scene.browser.newContext();
  const page = await context.newPage();
  const asked: string[] = [];
  page.on("request", (request) => {
    const { pathname } = new URL(request.url());
    if (pathname.startsWith("/api/")) asked.push(pathname);
  });
  await page.goto(`${site.url}guide/troubleshooting/`, {
    waitUntil: "networkidle",
  });
  expect(asked).toEqual([]);
  await page.goto(site.url);
  await page.getByText("The lab runner is not running.").waitFor();
  expect(await page.locator(".start-button").textContent()).toMatch(
    /^Start with the first/,
  );
  expect(await page.locator("[data-standing]").count()).toBe(0);
  expect(await page.getByRole("progressbar").count()).toBe(0);
  await context.close();
  await site.close();
});
