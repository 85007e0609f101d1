import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { openHome } from "../../runner/workspace/home.ts";
import { makeTemporaryFolder } from "../../runner/workspace/temporary-folder.ts";

const module = join(
  import.meta.dirname,
  "../../runner/workspace/temporary-folder.ts",
);

async function newHome(): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), "labs-temporary-"));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  return root;
}

/** A folder that another process has made and filled; it lives on. */
async function folderOfAnother(
  state: string,
): Promise<{ path: string; kill(): Promise<void> }> {
  const source = `
    import { writeFile } from "node:fs/promises";
    import { makeTemporaryFolder } from ${JSON.stringify(module)};
    const { path } = await makeTemporaryFolder(${JSON.stringify(state)}, "grading", "lab");
    await writeFile(path + "/file.txt", "kept");
    console.log(path);
    setInterval(() => {}, 1000);`;
  const child = spawn(
    process.execPath,
    ["--no-warnings", "--input-type=module", "-e", source],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  const kill = async () => {
    if (child.kill("SIGKILL")) await once(child, "exit");
  };
  onTestFinished(kill);
  const [line] = (await once(child.stdout, "data")) as [Buffer];
  return { path: line.toString().trim(), kill };
}

test("what a killed process has left goes when the home is opened next, at once", async () => {
  const { root, state } = await openHome(await newHome());
  const left = await folderOfAnother(state);
  await left.kill();
  expect(existsSync(join(left.path, "file.txt"))).toBe(true);
  await openHome(root);
  expect(await readdir(join(state, "grading"))).toEqual([]);
});

test("what a living process has made stays, another's as well as one's own", async () => {
  const { root, state } = await openHome(await newHome());
  const others = await folderOfAnother(state);
  await using own = await makeTemporaryFolder(state, "grading", "lab");
  await writeFile(join(own.path, "file.txt"), "kept");
  await openHome(root);
  expect(existsSync(join(others.path, "file.txt"))).toBe(true);
  expect(existsSync(join(own.path, "file.txt"))).toBe(true);
});

test("a folder of a version that had no lock goes too, and one is gone once it was disposed", async () => {
  const { root, state } = await openHome(await newHome());
  await mkdir(join(state, "grading", "pair-abc123", "pair"), {
    recursive: true,
  });
  await openHome(root);
  expect(await readdir(join(state, "grading"))).toEqual([]);
  const folder = await makeTemporaryFolder(state, "grading", "lab");
  await folder[Symbol.asyncDispose]();
  expect(await readdir(join(state, "grading"))).toEqual([]);
});

test("many make folders while many open the home: each keeps its own", async () => {
  const { root, state } = await openHome(await newHome());
  const made = await Promise.all(
    Array.from({ length: 40 }, async () => {
      const [folder] = await Promise.all([
        makeTemporaryFolder(state, "grading", "lab"),
        openHome(root),
      ]);
      return folder;
    }),
  );
  expect(made.filter(({ path }) => !existsSync(path))).toEqual([]);
  await Promise.all(made.map((folder) => folder[Symbol.asyncDispose]()));
  expect(await readdir(join(state, "grading"))).toEqual([]);
});
