import { glob } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { loadCatalog } from "../../runner/catalog/catalog.ts";
import { courseFolder } from "../../runner/catalog/course.ts";
import { becomeNarrowAndDark, expectSound } from "./accessibility.ts";
import { serveScene } from "./scene.ts";

const scene = serveScene();

const docs = join(courseFolder, "site", "src", "content", "docs");
/** All pages but the lessons: what is done in those is tried with their labs. */
const pages = (await Array.fromAsync(glob("**/*.mdx", { cwd: docs })))
  .filter((file) => !file.startsWith("lessons/"))
  .map((file) => (file === "index.mdx" ? "" : file.replace(/\.mdx$/, "/")))
  .sort();

test.each(pages)(
  "/%s loads without complaint; wide and light, narrow and dark, it fits and is accessible",
  async (path) => {
    const page = await scene.context.newPage();
    const complaints: string[] = [];
    page.on(
      "console",
      (message) =>
        message.type() === "error" && complaints.push(message.text()),
    );
    page.on("pageerror", (error) => complaints.push(error.message));
    const { hash } = new URL(scene.course.link);

    const response = await page.goto(scene.course.url + path + hash, {
      waitUntil: "networkidle",
    });
    expect(response?.status()).toBe(200);
    await expectSound(page);
    await becomeNarrowAndDark(page);
    await expectSound(page);
    expect(complaints).toEqual([]);
    await page.close();
  },
);

test("who only ever clicks what comes next goes from the home page through every lesson", async () => {
  const context = await scene.browser.newContext();
  const page = await context.newPage();
  // Without the key: what was done here before is another student's.
  await page.goto(scene.course.url);
  await page.getByRole("link", { name: /^Start with the first/ }).click();
  const { labs } = await loadCatalog();
  const seen: string[] = [];
  for (const { id } of labs) {
    await page.waitForURL(`**/lessons/${id}/`);
    seen.push(id);
    const next = page.locator('a[rel="next"]');
    if ((await next.count()) === 0) break;
    await next.click();
  }
  expect(seen).toEqual(labs.map(({ id }) => id));
  await context.close();
});

test.each([
  // The search is most of it: it comes when the page is idle.
  { path: "", most: 40 },
  { path: "lessons/pipeline/", most: 350 },
])(
  "/$path needs at most $most KB of JavaScript, which comes compressed",
  async ({ path, most }) => {
    const context = await scene.browser.newContext();
    const page = await context.newPage();
    const { hash } = new URL(scene.course.link);
    await page.goto(scene.course.url + path + hash, {
      waitUntil: "networkidle",
    });
    const scripts = await page.evaluate<
      { encodedBodySize: number; decodedBodySize: number }[]
    >(
      `performance.getEntriesByType("resource").map((each) => each.toJSON()).filter(({ name }) => name.endsWith(".js"))`,
    );
    expect(scripts.length).toBeGreaterThan(3);
    const bytes = scripts.reduce((sum, each) => sum + each.encodedBodySize, 0);
    const decoded = scripts.reduce(
      (sum, each) => sum + each.decodedBodySize,
      0,
    );
    expect(bytes).toBeLessThan(most * 1024);
    expect(bytes).toBeLessThan(decoded / 2);
    await context.close();
  },
);

test("a lesson is complete without JavaScript", async () => {
  const context = await scene.browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${scene.course.url}lessons/pipeline/`);
  const text = await page.locator("body").innerText();
  expect(text).toContain("npm start");
  expect(await page.locator("[data-lab-step]").count()).toBeGreaterThan(3);
  expect(
    await page.locator("aside svg, .lab-panel svg").count(),
  ).toBeGreaterThan(0);
  await context.close();
});
