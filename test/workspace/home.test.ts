import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { expect, onTestFinished, test } from "vitest";
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
