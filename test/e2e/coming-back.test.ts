import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { expect, test } from "vitest";
import { signal } from "../../runner/sandbox/members.ts";
import { descendantsOf, standStill } from "../helpers/processes.ts";
import { startCourse } from "../helpers/course.ts";
import { LessonPage } from "./lesson-page.ts";
import { serveScene } from "./scene.ts";

const scene = serveScene();

/** How long the laptop sleeps, in milliseconds: many times as long as anything takes on the way. */
const asleep = 4000;

const marker = "// a line that must survive\n";

test("a reload brings back terminals, files and results, each once", async () => {
  const lesson = await LessonPage.open(scene.context, scene.course, "pipeline");
  await lesson.type("collector", "echo one-$((40 + 2)) two\n");
  await lesson.shows("collector", "one-42 two");
  await lesson.write("collector.ts", `${marker}process.exit(1);\n`);
  const results = await lesson.check();
  const steps = await lesson.openSteps();

  await lesson.page.reload();
  await lesson.connected();
  await lesson.shows("collector", "one-42 two");
  expect((await lesson.screen("collector")).match(/one-42 two/g)).toHaveLength(
    1,
  );
  expect(await lesson.reads("collector.ts")).toContain(marker.trim());
  expect(await lesson.checks()).toEqual(results);
  expect(await lesson.openSteps()).toEqual(steps);

  await lesson.type("collector", "echo still-$((1 + 1))\n");
  await lesson.shows("collector", "still-2");
  await lesson.page.close();
});

/** Prints 200 KiB with a thousand questions, waits for their answers, and then shows whatever else it reads. */
const asking = `process.stdin.setRawMode(true);
let read = "";
process.stdin.on("data", (bytes) => {
  read += bytes.toString("latin1");
  const rest = read.split("\\x1b[?1;2c").slice(1000).join("[answered again]");
  if (read.includes("\\x03")) process.exit();
  if (rest.length > 0) process.stdout.write("\\r\\nread " + JSON.stringify(rest));
  else if (read.endsWith("c")) process.stdout.write("asked and answered");
});
for (let line = 0; line < 1000; line++)
  process.stdout.write("line " + line + " " + "x".repeat(180) + "\\x1b[c\\r\\n");
`;

test("keys typed while a reload is still being drawn arrive, and old questions are not answered again", async () => {
  const lesson = await LessonPage.open(scene.context, scene.course, "pair");
  await writeFile(join(scene.home, "workspace/pair/asking.mjs"), asking);
  await lesson.type("server", "node asking.mjs\n");
  await lesson.shows("server", "asked and answered");

  const devtools = await scene.context.newCDPSession(lesson.page);
  await devtools.send("Emulation.setCPUThrottlingRate", { rate: 10 });
  await lesson.page.reload();
  await lesson.shows("server", /^line \d+/m);
  await lesson.terminal("server").locator("textarea").focus();
  await lesson.page.keyboard.type("typed early");
  expect(await lesson.screen("server")).not.toContain("asked and answered");
  await devtools.send("Emulation.setCPUThrottlingRate", { rate: 1 });
  await lesson.shows("server", 'read "typed early"');
  await lesson.stop("server");
  await lesson.hasState("server", "exited 0");
  await lesson.page.close();
});

test("a file that was deleted in a terminal is said to be gone, and comes back as it was", async () => {
  const lesson = await LessonPage.open(scene.context, scene.course, "pair");
  const file = join(scene.home, "workspace/pair/server.ts");
  await lesson.write("server.ts", `${marker}${await readFile(file, "utf8")}`);
  await expect.poll(() => readFile(file, "utf8")).toContain(marker);
  const before = await readFile(file, "utf8");
  await lesson.type("server", "rm server.ts\n");
  const bar = lesson.page
    .getByRole("alert")
    .filter({ hasText: "server.ts was deleted" });
  await bar.waitFor();
  expect(await lesson.reads("server.ts")).toContain(marker.trim());

  // It is not written behind the student's back, and a reload loses nothing.
  await lesson.page.reload();
  await lesson.connected();
  await bar.waitFor();
  await expect(readFile(file, "utf8")).rejects.toThrow("ENOENT");
  await bar.getByRole("button", { name: "Bring it back" }).click();
  await bar.waitFor({ state: "detached" });
  await expect.poll(() => readFile(file, "utf8").catch(String)).toBe(before);
  await lesson.page.close();
});

test("a laptop that sleeps and wakes up goes on where it was", async () => {
  const lesson = await LessonPage.open(scene.context, scene.course, "pair");
  // High enough for all that is printed meanwhile.
  await lesson.page.setViewportSize({ width: 1600, height: 2400 });
  await lesson.shows("server", /lab\$$/);
  await lesson.type(
    "server",
    "i=0; while sleep 0.1; do echo line $((++i)); done\n",
  );
  await lesson.shows("server", /^line 3$/m);

  // All stands still: the browser, the runner and the lab's programs. Whoever waits for a program sleeps before it and
  // wakes up after it: a shell that sees its program stand still takes it for suspended by Ctrl+Z.
  const all = descendantsOf(process.pid);
  try {
    for (const pid of all) await standStill(pid);
    await delay(asleep);
  } finally {
    for (const pid of all.reverse()) signal(pid, "SIGCONT");
  }

  await lesson.type("client", "echo awake-$((1 + 1))\n");
  await lesson.shows("client", "awake-2");
  await lesson.stop("server");
  await lesson.hasState("server", "stopped by Ctrl+C");
  await lesson.shows("server", /^lab\$$/m);
  const numbers = [
    ...(await lesson.screen("server")).matchAll(/^line (\d+)$/gm),
  ].map(([, number]) => Number(number));
  expect(numbers.length).toBeGreaterThan(3);
  expect(numbers).toEqual(numbers.map((_, index) => (numbers[0] ?? 0) + index));
  expect(lesson.complaints).toEqual([]);
  await lesson.page.close();
});

test("a runner that is stopped says so in the page, and one that is started again is found", async () => {
  const lesson = await LessonPage.open(scene.context, scene.course, "pair");
  await lesson.type("server", "echo before-$((2 + 3))\n");
  await lesson.shows("server", "before-5");
  const port = new URL(scene.course.url).port;

  expect(await scene.course.stop()).toBe(0);
  await lesson.page.getByText("The lab runner is not running.").waitFor();
  // Written while nobody can save it.
  await lesson.panel.locator(".cm-scroller").click();
  await lesson.page.keyboard.press("ControlOrMeta+Home");
  await lesson.page.keyboard.insertText(marker);

  scene.course = await startCourse(scene.home, { args: ["--port", port] });
  await lesson.connected();
  await lesson.shows("server", "before-5");
  await lesson.saved();
  expect(await lesson.reads("server.ts")).toContain(marker.trim());
  await lesson.type("server", "echo after-$((3 + 3))\n");
  await lesson.shows("server", "after-6");
  await lesson.page.close();
});

test("a page without the token says what to open, and shows nothing of the student's", async () => {
  const stranger = await scene.browser.newContext();
  const page = await stranger.newPage();
  await page.goto(`${scene.course.url}lessons/pair/`);
  await page.getByText("Open the link that").waitFor();
  const shown = await page.locator(".xterm-rows").allTextContents();
  expect(shown.join("").trim()).toBe("");
  await stranger.close();
});
