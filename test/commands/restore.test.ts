import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { reportFailure } from "../../runner/commands/report-failure.ts";
import { runReset } from "../../runner/commands/reset.ts";
import { runRestore } from "../../runner/commands/restore.ts";
import { openSnapshots } from "../../runner/workspace/snapshots.ts";
import { createHome, fixtureCatalog } from "../helpers/lab-server.ts";
import { recordOutput } from "./output.ts";

let home: Awaited<ReturnType<typeof createHome>>;

beforeEach(async () => void (home = await createHome()));
afterEach(() => home.remove());

const talker = () => join(home.workspace, "relay", "talker.ts");

async function restore(snapshot?: string) {
  const recorded = recordOutput();
  const lab = (await fixtureCatalog()).lab("relay");
  const code = await runRestore(
    { lab, home, ...(snapshot !== undefined && { snapshot }) },
    recorded.output,
  ).catch((error: unknown) => reportFailure(error, recorded.output));
  return { code, result: recorded.result(), notes: recorded.notes() };
}

async function reset(): Promise<string> {
  const recorded = recordOutput();
  await runReset((await fixtureCatalog()).lab("relay"), home, recorded.output);
  return recorded.result();
}

/** The command that a text says to type, without `npx labs restore relay`. */
function named(text: string): string {
  const [, snapshot] = /npx labs restore relay (\S+)$/m.exec(text) ?? [];
  if (snapshot === undefined) throw new Error(`no command in ${text}`);
  return snapshot;
}

test("without anything kept it says when something will be, and makes no files", async () => {
  const { code, result } = await restore();
  expect(code).toBe(0);
  expect(result).toContain("no earlier versions of your files of relay");
  expect(result).toContain("before they are reset or restored");
  await expect(readFile(talker())).rejects.toThrow("ENOENT");
});

test("what a reset says to type brings the files back, and what that says undoes it", async () => {
  await reset();
  await writeFile(talker(), "my work");
  const back = await restore(named(await reset()));
  expect(back.code).toBe(0);
  expect(back.result).toContain("Brought back your files of relay: talker.ts.");
  expect(await readFile(talker(), "utf8")).toBe("my work");
  await restore(named(back.result));
  expect(await readFile(talker(), "utf8")).toContain("TODO");
});

test("the list has the newest first, with what came after it, and a command to type", async () => {
  await reset();
  await writeFile(talker(), "my work");
  await restore(named(await reset()));
  const { code, result } = await restore();
  expect(code).toBe(0);
  const lab = (await fixtureCatalog()).lab("relay");
  const kept = await openSnapshots({ home, lab }).list();
  const lines = result.split("\n").filter((line) => line.startsWith("  "));
  expect(lines.map((line) => line.trim().split(/ +/)[0])).toEqual(
    kept.map(({ id }) => id),
  );
  expect(lines.map((line) => /before a (\w+)$/.exec(line)?.[1])).toEqual([
    "restore",
    "reset",
    "reset",
  ]);
  expect(named(result)).toBe(kept[0]?.id);
});

test.each(["1", "../../etc", "2020-01-01T00-00-00-000Z-reset"])(
  "%s, which is not there, is wrong usage and says how to see what is",
  async (snapshot) => {
    const { code, notes } = await restore(snapshot);
    expect(code).toBe(2);
    expect(notes).toContain(`no earlier version "${snapshot}"`);
    expect(notes).toContain("`npx labs restore relay` lists");
    await expect(readFile(talker())).rejects.toThrow("ENOENT");
  },
);
