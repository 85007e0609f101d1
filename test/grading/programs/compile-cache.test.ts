import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { openHome } from "../../../runner/workspace/home.ts";
import { chooseProvider } from "../../../runner/sandbox/choose-provider.ts";
import type { GradingPlan } from "../../../runner/grading/channel/plan.ts";
import { restoreCompileCache } from "../../../runner/grading/grader/programs/compile-cache.ts";
import { loadTally, temporaryFolder } from "../tally.ts";

/** A folder of programs with these files, as a check has it. */
async function planWith(
  files: Record<string, string>,
): Promise<GradingPlan & { cache(): Promise<Record<string, string>> }> {
  // Below a home programs find zeromq.
  const home = await openHome(await temporaryFolder());
  const folder = join(home.state, "programs");
  const graderFolder = join(home.state, "grader");
  await mkdir(folder);
  await mkdir(graderFolder);
  for (const [name, text] of Object.entries(files))
    await writeFile(join(folder, name), text);
  // Programs are started from here, not from inside a sandbox's network.
  const provider = await chooseProvider({ level: "none" });
  const sandbox = await provider.open({ files: folder, label: "tally" });
  onTestFinished(() => sandbox.close());
  const { manifest, graderFile } = await loadTally();
  return {
    manifest,
    graderFile,
    folder,
    graderFolder,
    sandbox,
    seed: 0,
    checks: [],
    notPassed: [],
    files: Object.entries(files).map(([name, text]) => ({ name, text })),
    async cache() {
      const root = join(folder, ".node-compile-cache");
      const names = await readdir(root, { recursive: true }).catch(() => []);
      const texts = names.map(async (name) => [
        name,
        await readFile(join(root, name), "latin1").catch(() => ""),
      ]);
      return Object.fromEntries(
        (await Promise.all(texts)) as [string, string][],
      );
    },
  };
}

test("nothing of a submission runs while it is compiled", async () => {
  const plan = await planWith({
    "consumer.ts": `
      import { writeFileSync } from "node:fs";
      import "./collector.ts";
      writeFileSync("ran.txt", "consumer");`,
    "collector.ts": `
      import { writeFileSync } from "node:fs";
      writeFileSync("ran.txt", "collector");
      export {};`,
  });
  await restoreCompileCache(plan);
  expect(Object.keys(await plan.cache()).length).toBeGreaterThan(2);
  expect(await readdir(plan.folder)).not.toContain("ran.txt");
});

test("a file that cannot be compiled does not keep the others from it, and a program's own changes are gone in the next check", async () => {
  const plan = await planWith({
    "broken.ts": "const = ;",
    "collector.ts": "console.log('fine');",
  });
  await restoreCompileCache(plan);
  const compiled = await plan.cache();
  const [name = ""] = Object.keys(compiled).filter((each) =>
    each.includes("/"),
  );
  const cache = join(plan.folder, ".node-compile-cache");
  await writeFile(join(cache, name), "something else");
  // As between two checks, where the folder is emptied.
  await rm(cache, { recursive: true });
  await restoreCompileCache(plan);
  expect(await plan.cache()).toEqual(compiled);
});
