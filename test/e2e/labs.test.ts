import { expect, test } from "vitest";
import { editableFiles } from "#contract";
import { loadCatalog } from "../../runner/catalog/catalog.ts";
import { becomeNarrowAndDark, expectSound } from "./accessibility.ts";
import { eventually, labSource, LessonPage } from "./lesson-page.ts";
import { serveScene } from "./scene.ts";

const { labs } = await loadCatalog();
const scene = serveScene();

// Labs have nothing in common, and their programs wait for most of the time.
test.concurrent.each(labs)(
  "$id: all checks turn green by typing and clicking only; wide and light, narrow and dark, the page fits and is accessible",
  async ({ id, manifest }) => {
    const lesson = await LessonPage.open(scene.context, scene.course, id);
    await lesson.showsTerminals();
    await expectSound(lesson.page);

    for (const file of editableFiles(manifest))
      await lesson.write(file, await labSource(id, "solution", file));
    expect(await lesson.check()).toEqual(
      Object.fromEntries(manifest.checks.map((check) => [check.id, "pass"])),
    );
    const ticked = new Set(manifest.checks.map((check) => check.step));
    await eventually(async () => {
      const open = await lesson.openSteps();
      expect(open.filter((step) => ticked.has(step))).toEqual([]);
    });

    await becomeNarrowAndDark(lesson.page);
    await lesson.showsTerminals();
    await expectSound(lesson.page);
    expect(lesson.complaints).toEqual([]);
    await lesson.page.close();
  },
);

test("the worked example: Run all starts the four programs in order, and the partial sums are 6 and 9", async () => {
  const lesson = await LessonPage.open(scene.context, scene.course, "pipeline");
  await lesson.panel.getByRole("button", { name: "Run all" }).click();
  await lesson.shows("producer", /produced\s+count 5\s+sum 15/);
  await expect
    .poll(() => lesson.screen("collector"))
    .toMatch(
      /count 2\s+sum 6[^]*count 3\s+sum 9|count 3\s+sum 9[^]*count 2\s+sum 6/,
    );
  await lesson.hasState("producer", "exited 0");
  await lesson.hasState("collector", "running");

  await lesson.panel.getByRole("button", { name: "Stop all" }).click();
  await lesson.shows("collector", /total\s+count 5\s+sum 15/);
  await lesson.hasState("collector", "exited 0");
  await lesson.page.close();
});

test("an error code in a failed check leads to its entry in the reference", async () => {
  const lesson = await LessonPage.open(scene.context, scene.course, "ports");
  // Whatever was done in this lab before.
  await lesson.write(
    "server.ts",
    await labSource("ports", "starter", "server.ts"),
  );
  const results = await lesson.check();
  expect(results["says-it-is-taken"]).toBe("fail");
  const [reference] = await Promise.all([
    scene.context.waitForEvent("page"),
    lesson.panel.getByRole("link", { name: "EADDRINUSE" }).first().click(),
  ]);
  await reference.locator("h2#eaddrinuse").waitFor();
  expect(reference.url()).toMatch(/\/reference\/errors\/#eaddrinuse$/);
  await reference.close();
  await lesson.page.close();
});

test("a program that the student types runs, and Ctrl+C and Ctrl+Z do what they do in a shell", async () => {
  const lesson = await LessonPage.open(
    scene.context,
    scene.course,
    "request-reply",
  );
  await lesson.type("server", "sleep 1000\n");
  await lesson.hasState("server", "running");
  await lesson.page.keyboard.press("Control+c");
  await lesson.hasState("server", "stopped by Ctrl+C");

  await lesson.type("server", "sleep 1000\n");
  await lesson.hasState("server", "running");
  await lesson.page.keyboard.press("Control+z");
  await lesson.hasState("server", /suspended/);
  await lesson.type("server", "kill %1\n");

  await lesson.type("server", "node -e 'process.exit(3)'\n");
  await lesson.hasState("server", "exited 3");
  await lesson.page.close();
});

test("two labs in two windows both use port 5555 at once", async () => {
  const pair = await LessonPage.open(scene.context, scene.course, "pair");
  const replies = await LessonPage.open(
    scene.context,
    scene.course,
    "request-reply",
  );
  await pair.run("server");
  await replies.run("server");
  await pair.hasState("server", "running");
  await replies.hasState("server", "running");
  for (const [lesson, terminal] of [
    [pair, "client"],
    [replies, "client-a"],
  ] as const) {
    // Not every machine has `ss`: 15B3 is 5555.
    await lesson.type(
      terminal,
      "until grep -c ':15B3 ' /proc/net/tcp; do sleep 0.1; done\n",
    );
    await lesson.shows(terminal, /^1$/m);
  }
  await pair.page.close();
  await replies.page.close();
});
