import { mkdtemp, readdir, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { courseFolder } from "../../runner/catalog/course.ts";
import { openHome } from "../../runner/workspace/home.ts";

test("a home that is named relative to where the command runs has absolute folders", async () => {
  const root = await mkdtemp(join(tmpdir(), "labs-home-"));
  onTestFinished(() => rm(root, { recursive: true }));
  expect(await openHome(relative(process.cwd(), root))).toEqual({
    root,
    workspace: join(root, "workspace"),
    state: join(root, ".labs"),
  });
});

test("commands that open a new home at the same moment share it", async () => {
  for (let round = 0; round < 20; round += 1) {
    const root = await mkdtemp(join(tmpdir(), "labs-home-"));
    onTestFinished(() => rm(root, { recursive: true }));
    await Promise.all(Array.from({ length: 20 }, () => openHome(root)));
    expect(await readdir(root)).toEqual([
      ".labs",
      "node_modules",
      "package.json",
      "workspace",
    ]);
    expect(await realpath(join(root, "node_modules"))).toBe(
      join(courseFolder, "node_modules"),
    );
  }
});
