// One file: the list of what a workspace promises, read from top to bottom.
import { spawnSync } from "node:child_process";
import {
  chmod,
  link,
  mkdir,
  readdir,
  readFile,
  rename,
  rm,
  symlink,
  writeFile,
} from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  LabsError,
  maxFileBytes,
  missingVersion,
  unreadableVersion,
  type LabFile,
} from "#contract";
import type { Lab } from "../../runner/catalog/lab.ts";
import {
  openWorkspace,
  type Workspace,
} from "../../runner/workspace/workspace.ts";
import { createHome, fixtureCatalog } from "../helpers/lab-server.ts";

let home: Awaited<ReturnType<typeof createHome>>;
let lab: Lab;
let open: Workspace[];

beforeEach(async () => {
  home = await createHome();
  lab = (await fixtureCatalog()).lab("relay");
  open = [];
});

afterEach(async () => {
  for (const workspace of open) await workspace.close();
  await home.remove();
});

async function openRelay(): Promise<Workspace> {
  const workspace = await openWorkspace({ home, lab });
  open.push(workspace);
  return workspace;
}

const path = (name: string) => join(home.workspace, "relay", name);
const onDisk = (name: string) => readFile(path(name), "utf8");

async function file(workspace: Workspace, name: string): Promise<LabFile> {
  const found = (await workspace.files()).find((each) => each.name === name);
  if (!found) throw new Error(`no ${name}`);
  return found;
}

async function failure(work: Promise<unknown>): Promise<LabsError> {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof LabsError))
    throw new Error(`expected a LabsError, got ${String(error)}`);
  expect(error.learnerSafe).toBe(true);
  return error;
}

describe("opening", () => {
  test("makes the student's files from the starter, and brings the given ones", async () => {
    const files = await (await openRelay()).files();
    expect(files.map(({ name, editable }) => [name, editable])).toEqual([
      ["talker.ts", true],
      ["listener.ts", false],
    ]);
    expect(files[0]?.text).toContain("TODO");
    expect(await onDisk("talker.ts")).toBe(files[0]?.text);
  });

  test("leaves what the student edited alone, and renews what is given", async () => {
    await openRelay();
    await writeFile(path("talker.ts"), "mine");
    await writeFile(path("listener.ts"), "broken");
    const again = await openRelay();
    expect((await file(again, "talker.ts")).text).toBe("mine");
    expect((await file(again, "listener.ts")).text).toContain("createServer");
  });

  test("refuses a lab folder that is a link", async () => {
    await symlink(home.root, path("").replace(/\/$/, ""));
    expect((await failure(openRelay())).code).toBe("storage-failed");
  });
});

describe("saving", () => {
  test("writes the file and answers its version", async () => {
    const workspace = await openRelay();
    const { version } = await file(workspace, "talker.ts");
    const outcome = await workspace.save("talker.ts", "new\n", version);
    expect(outcome).toMatchObject({ saved: { text: "new\n" } });
    expect(await onDisk("talker.ts")).toBe("new\n");
    expect(await readdir(path(""))).toEqual(["listener.ts", "talker.ts"]);
  });

  test("answers what is on disk, and writes nothing, when that is another version", async () => {
    const workspace = await openRelay();
    const { version } = await file(workspace, "talker.ts");
    await writeFile(path("talker.ts"), "from another editor");
    const outcome = await workspace.save("talker.ts", "from the page", version);
    expect(outcome).toMatchObject({
      conflict: { text: "from another editor" },
    });
    expect(await onDisk("talker.ts")).toBe("from another editor");
  });

  test("is no conflict when the same text is on disk already", async () => {
    const workspace = await openRelay();
    await writeFile(path("talker.ts"), "same");
    expect(
      await workspace.save("talker.ts", "same", "0".repeat(16)),
    ).toMatchObject({ saved: { text: "same" } });
  });

  test("of two windows from the same version lets one win and tells the other", async () => {
    const workspace = await openRelay();
    const { version } = await file(workspace, "talker.ts");
    const outcomes = await Promise.all([
      workspace.save("talker.ts", "first", version),
      workspace.save("talker.ts", "second", version),
    ]);
    expect(outcomes).toMatchObject([
      { saved: { text: "first" } },
      { conflict: { text: "first" } },
    ]);
  });

  test.each([
    "listener.ts",
    "other.ts",
    "../relay/talker.ts",
    "/etc/passwd",
    "talker.ts\0.txt",
    "",
  ])("refuses the name %j", async (name) => {
    const workspace = await openRelay();
    expect((await failure(workspace.save(name, "x", ""))).code).toBe(
      "file-unknown",
    );
  });

  test("refuses a text that is too large", async () => {
    const workspace = await openRelay();
    const { version } = await file(workspace, "talker.ts");
    const large = "ä".repeat(maxFileBytes / 2) + "x";
    expect(
      (await failure(workspace.save("talker.ts", large, version))).code,
    ).toBe("too-large");
    expect((await file(workspace, "talker.ts")).version).toBe(version);
  });

  test("brings back a file that was deleted on disk", async () => {
    const workspace = await openRelay();
    await rm(path("talker.ts"));
    expect(await file(workspace, "talker.ts")).toMatchObject({
      text: "",
      version: missingVersion,
    });
    await workspace.save("talker.ts", "again", missingVersion);
    expect(await onDisk("talker.ts")).toBe("again");
  });

  test("of an old version does not silently bring back a deleted file", async () => {
    const workspace = await openRelay();
    const { version } = await file(workspace, "talker.ts");
    await rm(path("talker.ts"));
    expect(await workspace.save("talker.ts", "again", version)).toMatchObject({
      conflict: { version: missingVersion },
    });
  });

  test("leaves nothing behind of a save that was killed in the middle", async () => {
    await openRelay();
    const dead = spawnSync("true").pid;
    await writeFile(path(`.talker.ts.${dead}-1.saving`), "half");
    await writeFile(path(`.talker.ts.${process.pid}-9999.saving`), "under way");
    await openRelay();
    expect(await readdir(path(""))).toEqual([
      `.talker.ts.${process.pid}-9999.saving`,
      "listener.ts",
      "talker.ts",
    ]);
  });

  test("of two runners on one home at once leaves one whole text", async () => {
    const [first, second] = [await openRelay(), await openRelay()];
    const { version } = await file(first, "talker.ts");
    const texts = ["a", "b"].map((letter) => letter.repeat(200_000));
    for (let times = 0; times < 20; times += 1) {
      await Promise.all([
        first.save("talker.ts", texts[0] ?? "", version),
        second.save("talker.ts", texts[1] ?? "", version),
      ]);
      expect(texts).toContain(await onDisk("talker.ts"));
      await first.reset();
    }
  });
});

describe("what is no ordinary text file", () => {
  const traps: [string, (secret: string) => Promise<void>][] = [
    [
      "a link to a file outside",
      (secret) => symlink(secret, path("talker.ts")),
    ],
    ["a link to a folder", () => symlink(home.root, path("talker.ts"))],
    ["a link to nothing", () => symlink("nowhere", path("talker.ts"))],
    ["a folder", () => mkdir(path("talker.ts"))],
    [
      "a file that is too large",
      () => writeFile(path("talker.ts"), Buffer.alloc(maxFileBytes + 1, "x")),
    ],
    [
      "bytes that are not text",
      () => writeFile(path("talker.ts"), Buffer.from([0xff, 0xfe, 0x00])),
    ],
  ];

  test.each(traps)("is neither shown nor replaced: %s", async (_, set) => {
    const secret = join(home.root, "secret");
    await writeFile(secret, "secret text");
    const workspace = await openRelay();
    const { version } = await file(workspace, "talker.ts");
    await rm(path("talker.ts"));
    await set(secret);
    const shown = await file(workspace, "talker.ts");
    expect(shown).toMatchObject({
      version: unreadableVersion,
      editable: false,
    });
    expect(shown.text).toContain("talker.ts on disk");
    expect(shown.text).not.toContain("secret text");
    for (const base of [version, unreadableVersion])
      expect((await failure(workspace.save("talker.ts", "x", base))).code).toBe(
        "conflict",
      );
    expect(await readFile(secret, "utf8")).toBe("secret text");

    // Reset puts it aside as it is, and the starter in its place.
    await workspace.reset();
    expect((await file(workspace, "talker.ts")).text).toContain("TODO");
    expect(await readFile(secret, "utf8")).toBe("secret text");
  });

  test("is not followed when a given program is renewed", async () => {
    const secret = join(home.root, "secret");
    await writeFile(secret, "secret text");
    await openRelay();
    await rm(path("listener.ts"));
    await symlink(secret, path("listener.ts"));
    const again = await openRelay();
    expect((await file(again, "listener.ts")).text).toContain("createServer");
    expect(await readFile(secret, "utf8")).toBe("secret text");
  });

  test("is said to be unreadable when its permissions forbid reading", async (context) => {
    if (process.getuid?.() === 0) context.skip("root may read every file");
    const workspace = await openRelay();
    await chmod(path("talker.ts"), 0);
    expect(await file(workspace, "talker.ts")).toMatchObject({
      version: unreadableVersion,
    });
  });
});

describe("reset and restore", () => {
  test("keep a snapshot first, and bring it back", async () => {
    const workspace = await openRelay();
    const { version } = await file(workspace, "talker.ts");
    await workspace.save("talker.ts", "my work", version);
    expect((await workspace.reset()).files[0]?.text).toContain("TODO");
    const [kept] = await workspace.snapshots();
    expect(kept).toMatchObject({ reason: "reset" });
    const id = kept?.id ?? "";
    expect(await workspace.snapshot(id)).toEqual([
      { name: "talker.ts", text: "my work" },
    ]);
    const restored = await workspace.restore(id);
    expect(restored.files[0]?.text).toBe("my work");
    expect(restored.kept).toEqual((await workspace.snapshots())[0]);
    expect((await workspace.snapshots()).map(({ reason }) => reason)).toEqual([
      "restore",
      "reset",
    ]);
  });

  test.each([
    "../../workspace/relay",
    "2020-01-01T00-00-00-000Z-reset",
    "",
    "..",
  ])("refuse the snapshot %j", async (id) => {
    const workspace = await openRelay();
    expect((await failure(workspace.restore(id))).code).toBe("file-unknown");
    expect((await failure(workspace.snapshot(id))).code).toBe("file-unknown");
  });

  test("put back a file that was deleted", async () => {
    const workspace = await openRelay();
    await rm(path("talker.ts"));
    await workspace.reset();
    expect(await onDisk("talker.ts")).toContain("TODO");
  });
});

describe("changes on disk", () => {
  async function changes(
    workspace: Workspace,
    change: () => Promise<unknown>,
    enough: (files: LabFile[]) => boolean,
  ): Promise<LabFile[]> {
    const seen: LabFile[] = [];
    const done = Promise.withResolvers<void>();
    workspace.onChange((changed) => {
      seen.push(changed);
      if (enough(seen)) done.resolve();
    });
    await change();
    await done.promise;
    return seen;
  }

  test("are told: written in place, renamed over, deleted, brought back", async () => {
    const workspace = await openRelay();
    const last = (version: (file: LabFile) => boolean) => (files: LabFile[]) =>
      version(files.at(-1) as LabFile);
    await changes(
      workspace,
      () => writeFile(path("talker.ts"), "in place"),
      last(({ text }) => text === "in place"),
    );
    const renamed = async () => {
      await writeFile(path("new"), "renamed");
      await rename(path("new"), path("talker.ts"));
    };
    await changes(
      workspace,
      renamed,
      last(({ text }) => text === "renamed"),
    );
    await changes(
      workspace,
      () => rm(path("talker.ts")),
      last(({ version }) => version === missingVersion),
    );
    await changes(
      workspace,
      () => writeFile(path("talker.ts"), "back"),
      last(({ text }) => text === "back"),
    );
  });

  test("that the page made itself are not told", async () => {
    const workspace = await openRelay();
    const { version } = await file(workspace, "talker.ts");
    const seen = await changes(
      workspace,
      async () => {
        await workspace.save("talker.ts", "from the page", version);
        await writeFile(path("listener.ts"), "from outside");
      },
      (files) => files.some(({ name }) => name === "listener.ts"),
    );
    expect(seen.map(({ name }) => name)).toEqual(["listener.ts"]);
  });

  test("of other files beside the lab's are not looked at", async () => {
    const workspace = await openRelay();
    const seen = await changes(
      workspace,
      async () => {
        await writeFile(path("notes.txt"), "x");
        await link(path("notes.txt"), path("more.txt"));
        await writeFile(path("talker.ts"), "seen");
      },
      (files) => files.some(({ text }) => text === "seen"),
    );
    expect(new Set(seen.map(({ name }) => name))).toEqual(
      new Set(["talker.ts"]),
    );
  });
});
