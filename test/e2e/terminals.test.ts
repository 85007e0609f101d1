// One file: the list of what a terminal in the page does besides running programs.
import type { BrowserContext, Locator } from "playwright-core";
import { beforeEach, expect, test } from "vitest";
import { LessonPage } from "./lesson-page.ts";
import { serveScene } from "./scene.ts";

const scene = serveScene();
let context: BrowserContext;
let lesson: LessonPage;

beforeEach(async () => {
  context = await scene.browser.newContext({
    viewport: { width: 1600, height: 1000 },
    colorScheme: "light",
    permissions: ["clipboard-read", "clipboard-write"],
  });
  lesson = await LessonPage.open(context, scene.course, "pair");
  await lesson.shows("server", /lab\$$/);
  return async () => {
    // What a test that failed has left running; at a prompt it does nothing.
    await lesson.type("server", "");
    await press("Control+c");
    await lesson.hasState("server", /^(?!.*running)/);
    expect(lesson.complaints).toEqual([]);
    await context.close();
  };
});

const press = (keys: string) => lesson.page.keyboard.press(keys);

/** Chooses from the menu beside a terminal's title. */
async function choose(terminal: string, item: string): Promise<void> {
  const pane = lesson.terminal(terminal);
  await pane.getByRole("button", { name: /^More about/ }).click();
  await pane.getByText(item).click();
}

/** Where the keyboard is: in a terminal, or on something else with this name. */
function focused(): Promise<string> {
  return lesson.page.evaluate(
    `document.activeElement.closest(".xterm") ? "terminal" : document.activeElement.getAttribute("aria-label") ?? document.activeElement.textContent.trim()`,
  );
}

function style(element: Locator, property: string): Promise<string> {
  return element.evaluate(
    (node, name) =>
      (
        globalThis as unknown as {
          getComputedStyle(node: unknown): {
            getPropertyValue(name: string): string;
          };
        }
      )
        .getComputedStyle(node)
        .getPropertyValue(name),
    property,
  );
}

test("Ctrl+C copies what is selected and says so; without a selection it stops the program", async () => {
  const { page } = lesson;
  await lesson.type("server", "clear; echo word-$((40 + 2)); sleep 1000\n");
  await lesson.shows("server", /^word-42$/m);
  const row = lesson
    .terminal("server")
    .locator(".xterm-rows > div", { hasText: "word-42" });
  const at = await row.boundingBox();
  // The last letters of the line: a row is as wide as the terminal, and lies below what hears the mouse.
  await page.mouse.dblclick((at?.x ?? 0) + 45, (at?.y ?? 0) + 6);
  await press("Control+c");
  await lesson.terminal("server").getByText("Copied.").waitFor();
  const copied = await page.evaluate("navigator.clipboard.readText()");
  expect(copied).toContain("42");
  await lesson.hasState("server", "running");
  await press("Control+c");
  await lesson.hasState("server", "stopped by Ctrl+C");

  await page.evaluate('navigator.clipboard.writeText("echo past-$((1 + 1))")');
  await press("Control+v");
  await lesson.shows("server", "echo past-$((1 + 1))");
  await press("Enter");
  await lesson.shows("server", /^past-2$/m);
});

test("a text that has scrolled away is found, and the terminal has the keyboard again", async () => {
  await lesson.type(
    "server",
    "clear; echo needle-$((6 * 7)); seq 1 300; echo en''d\n",
  );
  await lesson.shows("server", /^end$/m);
  expect(await lesson.screen("server")).not.toContain("needle-42");
  await press("Control+Shift+f");
  await lesson.page.keyboard.type("needle-42");
  const found = lesson.terminal("server").getByRole("search");
  await found.getByText("1 of 1").waitFor();
  await lesson.shows("server", "needle-42");
  await lesson.page.keyboard.type("3");
  await found.getByText("no match").waitFor();
  await press("Escape");
  expect(await focused()).toBe("terminal");
});

test("Clear takes everything away but the prompt", async () => {
  await lesson.type("server", "clear; seq 1 50; echo en''d\n");
  await lesson.shows("server", /^end$/m);
  await choose("server", "Clear");
  await expect.poll(() => lesson.screen("server")).toBe("lab$");
});

test("one terminal is made large and small again, and its program is told the new size", async () => {
  /** What a program is told of the terminal's width and height, multiplied. */
  const size = async () => {
    await lesson.type("server", "clear; stty size\n");
    await lesson.shows("server", /^\d+ \d+$/m);
    const [, rows, columns] =
      /^(\d+) (\d+)$/m.exec(await lesson.screen("server")) ?? [];
    return Number(rows) * Number(columns);
  };
  const small = await size();
  const pane = lesson.terminal("server");
  await pane.getByRole("button", { name: "Maximise Server" }).click();
  await lesson.terminal("client").waitFor({ state: "hidden" });
  await expect.poll(size, { timeout: 10_000 }).toBeGreaterThan(2 * small);
  const large = await size();
  await pane.getByRole("button", { name: "Back to all terminals" }).click();
  await lesson.terminal("client").waitFor();
  await expect.poll(size, { timeout: 10_000 }).toBeLessThan(large / 2);
});

test("the size of letters and the screen reader mode are kept across lessons", async () => {
  const rows = lesson.terminal("server").locator(".xterm-rows");
  const before = parseFloat(await style(rows, "font-size"));
  await choose("server", "Larger text");
  await choose("client", "Screen reader mode");
  await lesson.type("server", "clear; echo read-$((1 + 1))\n");
  await lesson
    .terminal("server")
    .locator(".xterm-accessibility", { hasText: "read-2" })
    .waitFor();

  const next = await LessonPage.open(context, scene.course, "request-reply");
  const pane = next.terminal("server");
  await pane.locator(".xterm-accessibility").waitFor({ state: "attached" });
  const larger = parseFloat(
    await style(pane.locator(".xterm-rows"), "font-size"),
  );
  expect(larger).toBe(before + 1);
});

test("the keyboard leaves a terminal by F6, and Tab is the program's", async () => {
  await lesson.type("server", "clear; ech");
  await press("Tab");
  await lesson.shows("server", /clear; echo$/m);
  expect(await focused()).toBe("terminal");
  await press("F6");
  expect(await focused()).toBe("Run Client");
  await press("Shift+Tab");
  await lesson.type("server", "");
  await press("Shift+F6");
  expect(await focused()).toBe("Run Server");
  await lesson.type("server", "");
  await press("Control+u");
});

test("the transcript is plain text: what ran, how it ended, and what was shown", async () => {
  await lesson.type("server", "clear; echo shown-$((2 + 2)); false\n");
  await lesson.hasState("server", "exited 1");
  await choose("server", "Transcript as text…");
  const dialog = lesson.page.getByRole("dialog", {
    name: "Transcript of Server",
  });
  const text = await dialog.locator("pre").textContent();
  expect(text).toMatch(/echo shown-[^\n]*false[^\n]*exited 1/);
  expect(text).toMatch(/^shown-4$/m);
  expect(text).not.toMatch(/\x1b/);
  await press("Escape");
  await dialog.waitFor({ state: "detached" });
});

test("the colours follow the page's, and a bell is seen and not heard", async () => {
  const pane = lesson.terminal("server");
  const colour = () => style(pane, "background-color");
  const light = await colour();
  await lesson.page.emulateMedia({ colorScheme: "dark" });
  await expect.poll(colour).not.toBe(light);
  await lesson.type("server", "printf '\\a'\n");
  await pane.getByTitle("bell").waitFor();
  await pane.getByTitle("bell").waitFor({ state: "detached" });
});
