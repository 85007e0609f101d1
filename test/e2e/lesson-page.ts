import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, vi } from "vitest";
import type { BrowserContext, Locator, Page } from "playwright-core";
import { labsFolder } from "../../runner/catalog/course.ts";
import type { RunningCourse } from "../helpers/course.ts";

/** A lesson as a student has it open: what it shows, and what can be done with it by typing and clicking. */
export class LessonPage {
  readonly page: Page;
  readonly lab: string;
  /** Everything that the browser complained of. */
  readonly complaints: string[] = [];

  constructor(page: Page, lab: string) {
    this.page = page;
    this.lab = lab;
    page.on("console", (message) => {
      if (message.type() === "error") this.complaints.push(message.text());
    });
    page.on("pageerror", (error) => this.complaints.push(error.message));
  }

  /** Opens the lesson by the link that `labs start` prints, and waits until its lab is there. */
  static async open(
    context: BrowserContext,
    course: RunningCourse,
    lab: string,
  ): Promise<LessonPage> {
    const lesson = new LessonPage(await context.newPage(), lab);
    const { hash } = new URL(course.link);
    await lesson.page.goto(`${course.url}lessons/${lab}/${hash}`);
    await lesson.connected();
    return lesson;
  }

  get panel(): Locator {
    return this.page.locator(".lab-panel");
  }

  /** Waits until the panel is connected to the runner and every terminal shows its prompt. */
  async connected(): Promise<void> {
    await this.page.locator('.lab-panel[data-connection="open"]').waitFor();
    const checkButton = this.panel.getByRole("button", {
      name: "Check my work",
    });
    await eventually(async () =>
      expect(await checkButton.isEnabled()).toBe(true),
    );
  }

  /** Scrolls to the terminals: they come when they are nearly on the screen. */
  async showsTerminals(): Promise<void> {
    await this.panel.locator(".terminals").scrollIntoViewIfNeeded();
    await this.panel.locator(".xterm-rows").first().waitFor();
  }

  terminal(id: string): Locator {
    return this.page.locator(`#lab-terminal-${id}`);
  }

  /** What a terminal shows, line by line, without trailing blanks. */
  async screen(id: string): Promise<string> {
    const rows = this.terminal(id).locator(".xterm-rows > div");
    const lines = await rows.allTextContents();
    return lines
      .map((line) => line.replaceAll("\u00a0", " ").trimEnd())
      .join("\n")
      .trim();
  }

  /** Waits until a terminal shows this text. */
  async shows(id: string, text: string | RegExp): Promise<void> {
    const matcher =
      typeof text === "string" ? new RegExp(RegExp.escape(text)) : text;
    await eventually(async () =>
      expect(await this.screen(id), `terminal ${id}`).toMatch(matcher),
    );
  }

  /** Clicks into a terminal and types. */
  async type(id: string, text: string): Promise<void> {
    await this.terminal(id).locator(".xterm-screen").click();
    await this.page.keyboard.type(text);
  }

  /** Runs what belongs to a terminal by its Run button. */
  async run(id: string): Promise<void> {
    await this.terminal(id).getByRole("button", { name: /^Run / }).click();
  }

  async stop(id: string): Promise<void> {
    await this.terminal(id)
      .getByRole("button", { name: /^Stop / })
      .click();
  }

  /** Waits until the word beside a terminal's title is this one. */
  async hasState(id: string, words: string | RegExp): Promise<void> {
    const state = this.terminal(id).locator("header");
    await eventually(async () =>
      expect(await state.textContent()).toMatch(words),
    );
  }

  /** Replaces a file's text in the editor, and waits until it is saved. */
  async write(file: string, text: string): Promise<void> {
    await this.panel.getByRole("tab", { name: file }).click();
    // What of it can be seen: the text itself may be longer, and its middle below the editor.
    const editor = this.panel.locator(".cm-scroller");
    await editor.click();
    await this.page.keyboard.press("ControlOrMeta+a");
    await this.page.keyboard.insertText(text);
    await this.saved();
  }

  async saved(): Promise<void> {
    await this.panel.getByText("Saved", { exact: true }).waitFor();
  }

  /** The text of a file as the editor shows it; long files are shown in part. */
  async reads(file: string): Promise<string> {
    await this.panel.getByRole("tab", { name: file }).click();
    return (
      await this.panel.locator(".cm-content .cm-line").allTextContents()
    ).join("\n");
  }

  /** Presses "Check my work" and resolves to each check's state when all have one. */
  async check(): Promise<Record<string, string>> {
    await this.panel.getByRole("button", { name: "Check my work" }).click();
    await this.panel.getByRole("button", { name: "Cancel check" }).waitFor();
    await this.panel
      .getByRole("button", { name: "Check my work" })
      .waitFor({ timeout: 120_000 });
    return this.checks();
  }

  /** How each check stands, by its id. */
  async checks(): Promise<Record<string, string>> {
    const lines = await this.panel.locator("[data-check]").all();
    const states = lines.map(async (line) => [
      await line.getAttribute("data-check"),
      await line.getAttribute("data-state"),
    ]);
    return Object.fromEntries(await Promise.all(states)) as Record<
      string,
      string
    >;
  }

  /** The ids of the lesson's steps that are not ticked. */
  async openSteps(): Promise<string[]> {
    const steps = await this.page
      .locator("[data-lab-step]:not([data-done])")
      .all();
    const ids = steps.map((step) => step.getAttribute("data-lab-step"));
    return (await Promise.all(ids)).filter((id) => id !== null);
  }
}

/** Waits until what is expected holds. Unlike `expect.poll` it may stand in tests that run beside each other. */
export function eventually(expectation: () => Promise<void>): Promise<void> {
  return vi.waitFor(expectation, { timeout: 15_000 });
}

/** A file of a lab's solution or starter. */
export function labSource(
  lab: string,
  kind: "solution" | "starter",
  file: string,
): Promise<string> {
  return readFile(join(labsFolder, lab, kind, file), "utf8");
}
