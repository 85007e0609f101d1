import type { Locator } from "playwright-core";
import { expect, test } from "vitest";
import { loadCatalog } from "../../runner/catalog/catalog.ts";
import { LessonPage } from "./lesson-page.ts";
import { serveScene } from "./scene.ts";

const scene = serveScene();
const { labs } = await loadCatalog();

/** An attribute of each of the elements. */
const attributes = async (all: Locator, name: string) =>
  Promise.all((await all.all()).map((each) => each.getAttribute(name)));

const phone = { width: 360, height: 740 };

test("two presses of Tab and Enter lead to the lab", async () => {
  const { page } = await LessonPage.open(scene.context, scene.course, "pair");
  const focused = page.locator(":focus");
  await page.keyboard.press("Tab");
  expect(await focused.textContent()).toBe("Skip to content");
  await page.keyboard.press("Tab");
  expect(await focused.textContent()).toContain("Skip to the lab");
  await page.keyboard.press("Enter");
  expect(await focused.getAttribute("id")).toBe("lab");
  await page.keyboard.press("Tab");
  expect(await page.locator(".lab-panel :focus").count()).toBe(1);
  await page.goto(`${scene.course.url}guide/grading/`);
  expect(await page.getByText("Skip to the lab").count()).toBe(0);
  await page.close();
});

test("each lesson has a named pip, and nothing of it is filled before the first point", async () => {
  const lesson = await LessonPage.open(scene.context, scene.course, "pair");
  const { page } = lesson;
  // Something is done, and no point earned.
  const step = page.locator("[data-lab-step][data-done]");
  await lesson.run("server");
  await lesson.run("client");
  await expect.poll(() => step.count()).toBeGreaterThan(0);
  const pips = page.locator(".pips").getByRole("listitem");
  expect(await pips.count()).toBe(labs.length);
  const here = page.locator('[data-lesson-pip="pair"]');
  await expect.poll(() => here.getAttribute("data-standing")).toBe("begun");
  expect(await here.getAttribute("title")).toMatch(
    /^An exclusive pair \(begun, points: 0 of \d+/,
  );
  expect((await here.textContent())?.trim()).toBe(
    await here.getAttribute("title"),
  );
  expect(await here.getAttribute("style")).toMatch(/--share: 0;/);
  const titles = await attributes(pips, "title");
  expect(titles.every(Boolean)).toBe(true);
  expect(new Set(titles).size).toBe(labs.length);
  await lesson.panel.getByRole("button", { name: "Stop all" }).click();
  await page.close();
});

test("on a phone a run from the prose says how it goes, and nothing floats over the lab", async () => {
  const context = await scene.browser.newContext({ viewport: phone });
  const lesson = await LessonPage.open(context, scene.course, "pipeline");
  const { page } = lesson;
  const status = page.locator("[data-lab-status]");
  const bar = page.locator(".to-lab");
  expect(await status.textContent()).toBe("");
  await page.locator('.prose [data-lab-run="collector"]').first().click();
  await expect.poll(() => status.textContent()).toBe("Collector: running");
  expect(await status.isVisible()).toBe(true);
  expect(await status.getAttribute("role")).toBe("status");
  await page.getByRole("link", { name: "Go to the lab" }).click();
  await bar.waitFor({ state: "hidden" });
  await lesson.panel.locator("[data-check]").last().scrollIntoViewIfNeeded();
  expect(await bar.isHidden()).toBe(true);
  // Back in the prose it is there again, and still tells.
  await page.evaluate("scrollTo(0, 0)");
  await bar.waitFor();
  await lesson.panel.getByRole("button", { name: "Stop all" }).click();
  await page.evaluate("scrollTo(0, 0)");
  await expect
    .poll(() => status.textContent())
    .toMatch(/^Collector: (?!running)./);
  await context.close();
});

test.each(["guide/architecture/"])(
  "the figures of /%s are whole",
  async (path) => {
    const page = await scene.context.newPage();
    await page.goto(scene.course.url + path);
    const figure = page.locator("pre").first();
    const hidden = await figure.evaluate(
      ({ scrollWidth, clientWidth }) => scrollWidth - clientWidth,
    );
    expect(hidden).toBe(0);
    await page.close();
  },
);

test("what isolation means is told beside the prose, not on it", async () => {
  const { page, panel } = await LessonPage.open(
    scene.context,
    scene.course,
    "pair",
  );
  await panel
    .getByRole("button", { name: /^(isolated|own network|not isolated)/ })
    .click();
  const menu = panel.locator(".menu:popover-open");
  await menu.waitFor();
  const prose = await page.locator(".lesson .prose").boundingBox();
  await expect
    .poll(async () => (await menu.boundingBox())?.x)
    .toBeGreaterThanOrEqual((prose?.x ?? 0) + (prose?.width ?? 0));
  await page.close();
});

test("the editor finds and replaces in the page's words, in two lines", async () => {
  const { page, panel } = await LessonPage.open(
    scene.context,
    scene.course,
    "pair",
  );
  await panel.locator(".cm-content").click();
  await page.keyboard.press("ControlOrMeta+f");
  const find = panel.locator(".cm-search");
  await find.waitFor();
  expect(
    (await find.getByRole("button").allTextContents()).slice(0, 5),
  ).toEqual(["Next", "Previous", "Select all", "Replace", "Replace all"]);
  const top = async (name: string) =>
    (await find.getByRole("textbox", { name }).boundingBox())?.y ?? 0;
  expect(await top("Replace with")).toBeGreaterThan(await top("Find"));
  await page.keyboard.press("Escape");
  await find.waitFor({ state: "detached" });
  await page.close();
});

test("files, terminals and diagram have one order", async () => {
  const { page, panel } = await LessonPage.open(
    scene.context,
    scene.course,
    "pipeline",
  );
  const nodes = await attributes(
    panel.locator("svg.wide [data-lab-node]"),
    "data-lab-node",
  );
  const panes = panel.locator(".terminals .grid > [id^=lab-terminal-]");
  const terminals = (await attributes(panes, "id")).map((id) =>
    id?.slice("lab-terminal-".length),
  );
  expect(terminals).toHaveLength(4);
  expect(nodes).toEqual(terminals);
  const tabs = panel.getByRole("tablist", { name: "Files" }).getByRole("tab");
  expect(await attributes(tabs, "id")).toEqual(
    ["collector", "consumer", "producer"].map((name) => `lab-tab-${name}.ts`),
  );
  await page.close();
});
