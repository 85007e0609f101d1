import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { partTitle } from "#contract";
import { loadCatalog } from "../../runner/catalog/catalog.ts";
import { expectSound } from "./accessibility.ts";
import { LessonPage } from "./lesson-page.ts";
import { addBegun, addRelay } from "./new-lab.ts";
import { serveScene } from "./scene.ts";

/** A checkout where an instructor has added one lab, the last of the part "Start", and begun another. */
const scene = serveScene({
  async change(checkout) {
    await addRelay(checkout);
    await addBegun(checkout);
  },
});

const { labs } = await loadCatalog();
const isFirstPart = (lab: (typeof labs)[number]) =>
  lab.manifest.part === "start";
const before = labs.filter(isFirstPart).at(-1);
const after = labs.find((lab) => !isFirstPart(lab));

async function open(path: string): Promise<Page> {
  const page = await scene.context.newPage();
  await page.goto(scene.course.url + path + new URL(scene.course.link).hash);
  return page;
}

async function hrefs(page: Page, selector: string): Promise<string[]> {
  const links = await page.locator(selector).all();
  return Promise.all(
    links.map(async (link) => (await link.getAttribute("href")) ?? ""),
  );
}

const lessonPath = (id: string) => `/lessons/${id}/`;

/** All lessons in the order in which they must appear everywhere. */
const inOrder = [
  ...labs.filter(isFirstPart).map(({ id }) => id),
  "relay",
  ...labs.filter((lab) => !isFirstPart(lab)).map(({ id }) => id),
].map(lessonPath);

test("a folder and a page put a lab into the sidebar and on the home page, at its place", async () => {
  const page = await open("");
  const sidebar = page.locator("nav.sidebar");
  const start = partTitle("start", "en");
  await expect
    .poll(() => sidebar.locator("details", { hasText: start }).innerText())
    .toContain("Relay");
  const unfinished = lessonPath("begun");
  expect(await hrefs(page, "nav.sidebar a[href*='/lessons/']")).toEqual([
    ...inOrder,
    unfinished,
  ]);
  expect(await hrefs(page, ".course a")).toEqual([...inOrder, unfinished]);
  const minutes = labs.reduce((sum, { manifest }) => sum + manifest.minutes, 5);
  const hours = `${Math.floor(minutes / 60)} hour`;
  expect(await page.locator(".course h2").innerText()).toContain(hours);
  await page.close();
});

test("the way from lesson to lesson leads through it, and ends after the last one", async () => {
  const relay = await open("lessons/relay/");
  const next = lessonPath(after?.id ?? "");
  expect(await hrefs(relay, "a[rel='next']")).toEqual([next]);
  expect(await hrefs(relay, ".sl-markdown-content li a")).toEqual([next]);
  expect(await hrefs(relay, "a[rel='prev']")).toEqual(
    before ? [lessonPath(before.id)] : [],
  );
  await relay.close();

  const following = await open(`lessons/${after?.id}/`);
  expect(await hrefs(following, "a[rel='prev']")).toEqual(["/lessons/relay/"]);
  await following.close();

  const last = await open(`lessons/${labs.at(-1)?.id}/`);
  expect(await hrefs(last, "a[rel='next']")).toEqual([]);
  expect(await hrefs(last, "main footer a:not([rel])")).toEqual(["/"]);
  await last.close();
});

test("its lab works beside one that is only begun, which is named in the output of the start", async () => {
  const lesson = await LessonPage.open(scene.context, scene.course, "relay");
  await lesson.run("listener");
  await lesson.hasState("listener", "running");
  await lesson.page.close();
  expect(scene.course.output()).toContain("labs/begun/lab.ts: is missing");
});

test.each([
  { width: 1440, height: 900, colorScheme: "light" },
  { width: 390, height: 844, colorScheme: "dark" },
] as const)(
  "the page of an unfinished lab can be read, says what to do instead of a lab, and is accessible ($width wide)",
  async ({ width, height, colorScheme }) => {
    const context = await scene.browser.newContext({
      viewport: { width, height },
      colorScheme,
    });
    const lesson = new LessonPage(await context.newPage(), "begun");
    await lesson.page.goto(`${scene.course.url}lessons/begun/`);
    const notice = lesson.page.locator("#lab");
    expect(await notice.innerText()).toContain("labs/begun/lab.ts: is missing");
    expect(await lesson.panel.count()).toBe(0);
    expect(await lesson.page.locator("[data-lab-step]").count()).toBe(2);
    expect(
      await lesson.page.locator(".sl-markdown-content button:enabled").count(),
    ).toBe(0);
    await expectSound(lesson.page);
    expect(lesson.complaints).toEqual([]);
    await context.close();
  },
);
