import { readFile, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { LabClient } from "../helpers/lab-client.ts";
import { serveEachTest } from "./scene.ts";

const scene = serveEachTest();

const talker = () => join(scene.home.workspace, "relay", "talker.ts");

async function versionIn(page: LabClient): Promise<string> {
  const { files } = await page.next("welcome");
  return files.find(({ name }) => name === "talker.ts")?.version ?? "";
}

test("a save is on disk, and the other window shows it", async () => {
  const [page, other] = await Promise.all([
    LabClient.open(scene.server, "relay"),
    LabClient.open(scene.server, "relay"),
  ]);
  page.send({
    type: "save",
    name: "talker.ts",
    text: "console.log('new')",
    base: await versionIn(page),
  });
  const { version } = await page.next("saved");
  expect(await readFile(talker(), "utf8")).toBe("console.log('new')");
  expect(await other.next("file")).toMatchObject({
    file: { text: "console.log('new')", version },
  });
  expect(page.messages.some(({ type }) => type === "file")).toBe(false);
  // And the program that runs is the new one.
  page.send({ type: "run", terminal: "talker-1" });
  await page.shows("talker-1", "new");
});

test("a change in another editor appears", async () => {
  const page = await LabClient.open(scene.server, "relay");
  await writeFile(talker(), "from another editor");
  expect(await page.next("file")).toMatchObject({
    file: { name: "talker.ts", text: "from another editor" },
  });
});

test("a save over a change that the page had not seen is a conflict, and nothing is lost", async () => {
  const page = await LabClient.open(scene.server, "relay");
  const base = await versionIn(page);
  await writeFile(talker(), "from another editor");
  page.send({ type: "save", name: "talker.ts", text: "from the page", base });
  const { file } = await page.next("conflict");
  expect(file.text).toBe("from another editor");
  page.send({
    type: "save",
    name: "talker.ts",
    text: "chosen",
    base: file.version,
  });
  await page.next("saved");
  expect(await readFile(talker(), "utf8")).toBe("chosen");
});

test("a file that a program replaced by a link is neither read nor written", async () => {
  const page = await LabClient.open(scene.server, "relay");
  const secret = join(scene.home.root, "secret");
  await writeFile(secret, "secret text");
  await rm(talker());
  await symlink(secret, talker());
  const { file } = await page.next(
    "file",
    ({ file: each }) => each.version === "unreadable",
  );
  expect(file.text).not.toContain("secret text");
  page.send({
    type: "save",
    name: "talker.ts",
    text: "overwritten",
    base: file.version,
  });
  expect(await page.next("error")).toMatchObject({ code: "conflict" });
  expect(await readFile(secret, "utf8")).toBe("secret text");
});

test("reset brings back the starter in every window, and its snapshot brings back the work", async () => {
  const [page, other] = await Promise.all([
    LabClient.open(scene.server, "relay"),
    LabClient.open(scene.server, "relay"),
  ]);
  page.send({
    type: "save",
    name: "talker.ts",
    text: "my work",
    base: await versionIn(page),
  });
  await page.next("saved");
  page.send({ type: "reset" });
  const { files, snapshots } = await other.next("files");
  expect(files.find(({ name }) => name === "talker.ts")?.text).toContain(
    "TODO",
  );
  expect(snapshots).toMatchObject([{ reason: "reset" }]);
  const since = page.messages.length;
  page.send({ type: "restore", snapshot: snapshots[0]?.id ?? "" });
  const restored = await page.next(
    "files",
    ({ snapshots: kept }) => kept.length === 2,
    since,
  );
  expect(restored.files.find(({ name }) => name === "talker.ts")?.text).toBe(
    "my work",
  );
});

test.each(["../../../etc/passwd", "2026-01-01T00-00-00-000Z-reset", "/"])(
  "the snapshot %j is refused",
  async (snapshot) => {
    const page = await LabClient.open(scene.server, "relay");
    page.send({ type: "restore", snapshot });
    expect(await page.next("error")).toMatchObject({ code: "file-unknown" });
  },
);

test("a given program cannot be saved", async () => {
  const page = await LabClient.open(scene.server, "relay");
  page.send({ type: "save", name: "listener.ts", text: "", base: "" });
  expect(await page.next("error")).toMatchObject({ code: "file-unknown" });
});

test("steps, answers and hints are kept and shown in every window", async () => {
  const [page, other] = await Promise.all([
    LabClient.open(scene.server, "relay"),
    LabClient.open(scene.server, "relay"),
  ]);
  page.send({ type: "step", step: "read", done: true });
  page.send({ type: "answer", question: "who-binds", choice: 1 });
  for (let count = 0; count < 3; count += 1)
    page.send({ type: "hint", check: "says-hello" });
  const { progress } = await other.next(
    "progress",
    (each) => each.progress.hints["says-hello"] === 2,
  );
  expect(progress).toMatchObject({
    steps: ["read"],
    answers: { "who-binds": 1 },
  });
  page.send({ type: "hint", check: "elsewhere" });
  expect(await page.next("error")).toMatchObject({ code: "check-unknown" });
  await page.close();
  const reloaded = await LabClient.open(scene.server, "relay");
  expect((await reloaded.next("welcome")).progress).toMatchObject({
    steps: ["read"],
    hints: { "says-hello": 2 },
  });
});
