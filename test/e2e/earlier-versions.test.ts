import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { violationsOf } from "./accessibility.ts";
import { labSource, LessonPage } from "./lesson-page.ts";
import { serveScene } from "./scene.ts";

const scene = serveScene();

const mine = "// my own line\nconsole.log(1);\n";

async function reset({ panel }: LessonPage): Promise<void> {
  await panel.getByRole("button", { name: "Reset files" }).click();
  await panel.getByRole("button", { name: "Reset", exact: true }).click();
  await panel.getByText("The files are as they were at the start.").waitFor();
}

test("earlier versions are looked at, compared and brought back, also after a reload", async () => {
  const lesson = await LessonPage.open(scene.context, scene.course, "pair");
  const { page, panel } = lesson;
  const onDisk = () =>
    readFile(join(scene.home, "workspace/pair/server.ts"), "utf8");
  const starter = await labSource("pair", "starter", "server.ts");
  const dialog = page.getByRole("dialog", { name: "Earlier versions" });
  const versions = dialog.getByRole("radio");
  const bringBack = dialog.getByRole("button", {
    name: "Bring these files back",
  });
  const show = () =>
    panel.getByRole("button", { name: "Earlier versions" }).click();

  await show();
  await dialog.getByText("There are none yet.").waitFor();
  expect(await bringBack.count()).toBe(0);
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "hidden" });

  await lesson.write("server.ts", mine);
  await reset(lesson);
  await panel.getByText("is kept under “Earlier versions”").waitFor();
  await page.reload();
  await lesson.connected();

  await show();
  await dialog.getByRole("radio", { name: "before a reset" }).waitFor();
  expect(await versions.count()).toBe(1);
  const server = dialog.locator("section", { hasText: "server.ts" });
  await server.getByText("other than now").waitFor();
  await server
    .locator("ins.cm-insertedLine")
    .getByText("// my own line")
    .waitFor();
  const goes = await server.locator("del").allTextContents();
  expect(goes.join("\n")).toContain("TODO");
  await dialog
    .locator("section", { hasText: "client.ts" })
    .getByText("the same as now")
    .waitFor();
  for (const viewport of [
    { width: 1600, height: 1000 },
    { width: 390, height: 844 },
  ]) {
    await page.setViewportSize(viewport);
    expect(await violationsOf(page)).toEqual([]);
    const { x = -1, width = 0 } = (await bringBack.boundingBox()) ?? {};
    expect(x).toBeGreaterThanOrEqual(0);
    expect(x + width).toBeLessThanOrEqual(viewport.width);
  }
  await page.setViewportSize({ width: 1600, height: 1000 });
  expect(await onDisk()).toBe(starter);

  await bringBack.click();
  await panel.getByText("The earlier version of your files is back.").waitFor();
  await dialog.waitFor({ state: "hidden" });
  expect(await onDisk()).toBe(mine);
  expect(await lesson.reads("server.ts")).toContain("// my own line");

  // What was there before is an earlier version now; the arrows go from one to the other.
  await show();
  await dialog.getByRole("radio", { name: "before a version" }).waitFor();
  expect(await versions.count()).toBe(2);
  await server.locator("ins").getByText("TODO").first().waitFor();
  await versions.first().focus();
  await page.keyboard.press("ArrowDown");
  await dialog.getByText("Your files are the same").waitFor();
  expect(await versions.last().isChecked()).toBe(true);
  expect(await bringBack.isDisabled()).toBe(true);
  await dialog.getByRole("button", { name: "Close" }).click();

  await panel.getByRole("button", { name: "Undo" }).click();
  await expect.poll(onDisk).toBe(starter);
  expect(lesson.complaints).toEqual([]);
  await page.close();
});
