// One file: one student's way through a recorded run.
import { readFile } from "node:fs/promises";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parseCast, recording } from "#contract";
import { launchBrowser } from "../helpers/browser.ts";
import { createHome, startCourse } from "../helpers/course.ts";
import { serveStaticSite, type StaticSite } from "../helpers/static-site.ts";
import { expectSound } from "./accessibility.ts";
import { LessonPage } from "./lesson-page.ts";

let site: StaticSite;
let browser: Browser;

beforeAll(async () => {
  site = await serveStaticSite();
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser.close();
  await site.close();
});

/** A lesson on a file server, where its recorded run is offered. */
async function openLesson(lab: string, options: BrowserContextOptions = {}) {
  const context = await browser.newContext({
    viewport: { width: 1600, height: 1000 },
    ...options,
  });
  const lesson = new LessonPage(await context.newPage(), lab);
  await lesson.page.goto(`${site.url}lessons/${lab}/`);
  const bar = lesson.page.getByRole("group", { name: "Recorded run" });
  const offer = bar.getByRole("button", { name: "Play a recorded run" });
  await offer.waitFor();
  const position = bar.getByRole("slider", { name: "Position" });
  return {
    lesson,
    bar,
    offer,
    position,
    playing: () => bar.getAttribute("data-playback"),
    time: async () => Number(await position.inputValue()),
    duration: async () => Number(await position.getAttribute("max")),
    async close() {
      // A file server knows nothing of the runner's API, and the browser says so.
      const unexpected = lesson.complaints.filter(
        (each) => !each.includes("404"),
      );
      expect(unexpected).toEqual([]);
      await context.close();
    },
  };
}

/** Runs in the page: settles when it has drawn so many frames. */
const frames = (count: number) => `
  new Promise((resolve) => {
    let left = ${count};
    const next = () => (left-- > 0 ? requestAnimationFrame(next) : resolve());
    next();
  })`;

/** Runs in the page: plays for a while, and answers how many seconds of the recording that were per second. */
const speedInPage = `(async () => {
  const slider = document.querySelector(".player input");
  document.querySelector(".player button").click();
  await ${frames(3)};
  const [begin, from] = [performance.now(), slider.valueAsNumber];
  await ${frames(12)};
  return (slider.valueAsNumber - from) / ((performance.now() - begin) / 1000);
})()`;

type Opened = Awaited<ReturnType<typeof openLesson>>;

/** Goes to a point in time as one does with the mouse or a finger. */
async function goTo({ position }: Opened, time: number): Promise<void> {
  await position.fill(String(time));
}

const pipeline = ["collector", "consumer-1", "consumer-2", "producer"];

const screens = async ({ lesson }: Opened) =>
  Promise.all(pipeline.map((id) => played(lesson.page, id)));

/** The lines of the recorded terminal that a pane shows. */
async function played(page: Page, id: string): Promise<string> {
  const rows = page.locator(`#lab-terminal-${id} .recorded .xterm-rows > div`);
  const lines = await rows.allTextContents();
  return lines
    .map((line) => line.replaceAll("\u00a0", " ").trimEnd())
    .join("\n")
    .trim();
}

describe("a lesson without a runner", () => {
  test("offers a recorded run and plays nothing by itself", async () => {
    const opened = await openLesson("pipeline");
    expect(await opened.playing()).toBe("offered");
    expect(await opened.lesson.page.locator(".recorded").count()).toBe(0);
    await opened.close();
  });

  test("plays it in the terminals' places to its end, with what runs and how it ended", async () => {
    const opened = await openLesson("pipeline");
    const { lesson, bar } = opened;
    await opened.offer.click();
    await expect.poll(opened.playing).toBe("playing");
    await bar.getByRole("combobox", { name: "Speed" }).selectOption("4×");
    await lesson.hasState("collector", "running");
    await expect.poll(opened.playing, { timeout: 20_000 }).toBe("paused");
    expect(await opened.time()).toBe(await opened.duration());
    for (const terminal of pipeline)
      await lesson.hasState(terminal, "exited 0");
    await expect
      .poll(() => played(lesson.page, "collector"))
      .toMatch(/total {2}count 5 {2}sum 15\ncollector closed\nlab\$/);
    // What was played is not the student's own work.
    expect(await lesson.openSteps()).not.toEqual([]);
    await opened.close();
  });

  test("pauses, and plays on from there", async () => {
    const opened = await openLesson("pipeline");
    await opened.offer.click();
    await expect.poll(opened.time).toBeGreaterThan(0.3);
    await opened.bar.getByRole("button", { name: "Pause" }).click();
    const time = await opened.time();
    await opened.lesson.page.evaluate(frames(2));
    expect(await opened.time()).toBe(time);
    await opened.bar.getByRole("button", { name: "Play" }).click();
    await expect.poll(opened.time).toBeGreaterThan(time);
    await opened.close();
  });

  test("plays faster when it is told to", async () => {
    const opened = await openLesson("pipeline");
    await opened.offer.click();
    const measure = async (speed: string) => {
      await opened.bar.getByRole("button", { name: "Pause" }).click();
      await goTo(opened, 0);
      await opened.bar
        .getByRole("combobox", { name: "Speed" })
        .selectOption(speed);
      return opened.lesson.page.evaluate<number>(speedInPage);
    };
    const once = await measure("1×");
    const fourfold = await measure("4×");
    expect(fourfold / once).toBeGreaterThan(2.5);
    expect(fourfold / once).toBeLessThan(6);
    await opened.close();
  });

  test("shows the same at a point in time, from whichever side it is reached", async () => {
    const opened = await openLesson("pipeline");
    await opened.offer.click();
    await opened.bar.getByRole("button", { name: "Pause" }).click();
    const duration = await opened.duration();
    await goTo(opened, duration);
    await expect
      .poll(() => played(opened.lesson.page, "collector"))
      .toContain("collector closed");
    const end = await screens(opened);
    await goTo(opened, duration / 2);
    await opened.lesson.hasState("collector", "running");
    await expect
      .poll(() => played(opened.lesson.page, "collector"))
      .not.toContain("collector closed");
    await goTo(opened, 0);
    await expect
      .poll(() => screens(opened))
      .toEqual(pipeline.map(() => "lab$"));
    await opened.lesson.hasState("collector", "ready");
    await goTo(opened, duration);
    await expect.poll(() => screens(opened)).toEqual(end);
    await opened.close();
  });

  test("is played with the keyboard alone", async () => {
    const opened = await openLesson("pair");
    const { keyboard } = opened.lesson.page;
    await opened.offer.focus();
    await keyboard.press("Enter");
    await expect.poll(opened.playing).toBe("playing");
    // The button that was pressed became this one.
    await keyboard.press("Enter");
    await expect.poll(opened.playing).toBe("paused");
    await keyboard.press("Tab");
    await keyboard.press("Home");
    await expect.poll(opened.time).toBe(0);
    await keyboard.press("ArrowRight");
    await keyboard.press("ArrowRight");
    await expect.poll(opened.time).toBeCloseTo(2);
    await keyboard.press("ArrowLeft");
    await expect.poll(opened.time).toBeCloseTo(1);
    expect(await opened.position.getAttribute("aria-valuetext")).toMatch(
      /^0:01 of 0:0\d$/,
    );
    await keyboard.press("End");
    await expect.poll(opened.time).toBeCloseTo(await opened.duration(), 1);
    await keyboard.press("Tab");
    await keyboard.press("Tab");
    await keyboard.press("Enter");
    await expect.poll(opened.playing).toBe("offered");
    expect(await opened.lesson.page.locator(".recorded").count()).toBe(0);
    await opened.close();
  });

  test("stands still at its end where motion is not wanted", async () => {
    const opened = await openLesson("pipeline", { reducedMotion: "reduce" });
    await opened.offer.click();
    await expect.poll(opened.playing).toBe("paused");
    expect(await opened.time()).toBe(await opened.duration());
    await expect
      .poll(() => played(opened.lesson.page, "producer"))
      .toContain("producer closed");
    await opened.close();
  });

  test("gives it as a transcript and as files to keep", async () => {
    const opened = await openLesson("pipeline", { reducedMotion: "reduce" });
    const { lesson } = opened;
    await opened.offer.click();
    await lesson.hasState("producer", "exited 0");
    await expect
      .poll(() => played(lesson.page, "producer"))
      .toContain("producer closed");
    const menu = lesson
      .terminal("producer")
      .getByRole("button", { name: "More about Producer" });

    await menu.click();
    const [cast] = await Promise.all([
      lesson.page.waitForEvent("download"),
      lesson
        .terminal("producer")
        .getByRole("button", { name: "Download recording (.cast)" })
        .click(),
    ]);
    expect(cast.suggestedFilename()).toBe("pipeline-producer.cast");

    await menu.click();
    await lesson
      .terminal("producer")
      .getByRole("button", { name: "Transcript as text…" })
      .click();
    const text = await lesson.page
      .getByRole("dialog")
      .locator("pre")
      .textContent();
    expect(text).toMatch(/^0:0\d {2}node producer\.ts 1 2 3 4 5 {2}running$/m);
    expect(text).toMatch(/^0:0\d {2}node producer\.ts 1 2 3 4 5 {2}exited 0$/m);
    expect(text).toContain("produced  count 5  sum 15");
    await opened.close();
  });

  test.each([
    {
      name: "wide and dark",
      viewport: { width: 1600, height: 1000 },
      colorScheme: "dark",
    },
    {
      name: "narrow and light",
      viewport: { width: 360, height: 800 },
      colorScheme: "light",
    },
  ] as const)(
    "fits and is accessible while it is played ($name), and nothing jumps when it begins",
    async ({ viewport, colorScheme }) => {
      const opened = await openLesson("pipeline", {
        viewport,
        colorScheme,
        reducedMotion: "reduce",
      });
      const { page } = opened.lesson;
      await opened.bar.scrollIntoViewIfNeeded();
      const places = () =>
        Promise.all(
          [
            opened.bar,
            opened.lesson.terminal("collector"),
            page.locator("#lab-checks"),
          ].map((part) => part.boundingBox()),
        );
      const before = await places();
      await opened.offer.click();
      await expect
        .poll(() => played(page, "collector"))
        .toContain("collector closed");
      expect(await places()).toEqual(before);
      await expectSound(page);
      await opened.close();
    },
  );
});

test("what happened before a reload is in the transcript and in the files to keep", async () => {
  const home = await createHome();
  const course = await startCourse(home.home);
  const context = await browser.newContext();
  try {
    const lesson = await LessonPage.open(context, course, "pair");
    await lesson.type("client", "node -e 'process.exit(3)'\n");
    await lesson.hasState("client", "exited 3");
    await lesson.page.reload();
    await lesson.connected();
    await lesson.shows("client", "process.exit(3)");
    const client = lesson.terminal("client");
    const choose = async (name: string) => {
      await client.getByRole("button", { name: "More about Client" }).click();
      await client.getByRole("button", { name, exact: true }).click();
    };

    await choose("Transcript as text…");
    const text = lesson.page.getByRole("dialog").locator("pre");
    expect(await text.textContent()).toMatch(
      /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d {2}node -e 'process\.exit\(3\)' {2}exited 3$/m,
    );
    await lesson.page.keyboard.press("Escape");

    const download = lesson.page.waitForEvent("download");
    await choose("Download recording");
    const file = await (await download).path();
    const { lab, terminals } = recording.parse(
      JSON.parse(await readFile(file, "utf8")),
    );
    expect(lab).toBe("pair");
    const cast = terminals.find(({ id }) => id === "client")?.cast ?? "";
    expect(parseCast(cast)?.events).toContainEqual([
      expect.any(Number),
      "m",
      "exited 3: node -e 'process.exit(3)'",
    ]);
    expect(lesson.complaints).toEqual([]);
  } finally {
    await context.close();
    await course.stop();
    await home.remove();
  }
});

test("a runner that is there hides it, and one that comes takes its place: what the student had is as it was", async () => {
  const home = await createHome();
  let course = await startCourse(home.home);
  const context = await browser.newContext({
    viewport: { width: 1600, height: 1000 },
  });
  try {
    const lesson = await LessonPage.open(context, course, "pair");
    const bar = lesson.page.getByRole("group", { name: "Recorded run" });
    expect(await bar.count()).toBe(0);
    await lesson.type("server", "echo mine-$((40 + 2))\n");
    await lesson.shows("server", "mine-42");

    const port = new URL(course.url).port;
    await course.stop();
    // The runner served the recording too: the page has it already.
    await bar.getByRole("button", { name: "Play a recorded run" }).click();
    await lesson.hasState("server", "running");
    await expect
      .poll(() => played(lesson.page, "server"))
      .toContain("node server.ts");

    course = await startCourse(home.home, { args: ["--port", port] });
    await lesson.connected();
    await bar.waitFor({ state: "detached" });
    expect(await lesson.page.locator(".recorded").count()).toBe(0);
    await lesson.shows("server", "mine-42");
    expect(await lesson.screen("server")).not.toContain("node server.ts");
    await lesson.type("server", "echo again-$((40 + 3))\n");
    await lesson.shows("server", "again-43");
  } finally {
    await context.close();
    await course.stop();
    await home.remove();
  }
});
