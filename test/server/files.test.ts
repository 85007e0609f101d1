import { readFile, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { apiError, snapshotFiles } from "#contract";
import { LabClient } from "../helpers/lab-client.ts";
import { passFrom } from "../helpers/pass.ts";
import { serveEachTest } from "./scene.ts";

const scene = serveEachTest();

const talker = () => join(scene.home.workspace, "relay", "talker.ts");

function ask(path: string, pass = passFrom(scene.server)) {
  return fetch(`${scene.server.url}api/labs/${path}`, {
    headers: { authorization: `Bearer ${pass}` },
  });
}

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
  const { files, kept } = await other.next("files");
  expect(files.find(({ name }) => name === "talker.ts")?.text).toContain(
    "TODO",
  );
  expect(kept).toMatchObject({ reason: "reset" });
  expect(await (await ask("relay/snapshots")).json()).toEqual([kept]);
  const look = await ask(`relay/snapshots/${kept.id}`);
  expect(snapshotFiles.parse(await look.json())).toEqual([
    { name: "talker.ts", text: "my work" },
  ]);
  const since = page.messages.length;
  page.send({ type: "restore", snapshot: kept.id });
  const restored = await page.next("files", undefined, since);
  expect(restored.kept).toMatchObject({ reason: "restore" });
  expect(restored.files.find(({ name }) => name === "talker.ts")?.text).toBe(
    "my work",
  );
  expect(await (await ask("relay/snapshots")).json()).toEqual([
    restored.kept,
    kept,
  ]);
});

test("nobody sees earlier versions without the token", async () => {
  await LabClient.open(scene.server, "relay");
  for (const path of ["relay/snapshots", "relay/snapshots/any"])
    expect((await ask(path, "0".repeat(64))).status).toBe(401);
});

test("a lab that is not open has no earlier versions, and is not opened by asking", async () => {
  for (const path of ["relay/snapshots", "relay/snapshots/any", "no/snapshots"])
    for (const time of ["first", "again"]) {
      const answer = await ask(path);
      expect(answer.status, `${path}, ${time}`).toBe(404);
      expect(apiError.parse(await answer.json()).code).toBe("lab-unknown");
    }
});

test.each(["../../../etc/passwd", "2026-01-01T00-00-00-000Z-reset", "/"])(
  "the snapshot %j is refused",
  async (snapshot) => {
    const page = await LabClient.open(scene.server, "relay");
    page.send({ type: "restore", snapshot });
    expect(await page.next("error")).toMatchObject({ code: "file-unknown" });
    const answer = await ask(`relay/snapshots/${encodeURIComponent(snapshot)}`);
    expect(answer.status).toBe(404);
    expect(apiError.parse(await answer.json()).code).toBe("file-unknown");
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
