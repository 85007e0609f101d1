import { mkdir, mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { IsolationLevel } from "#contract";
import { labsFolder } from "../../runner/catalog/course.ts";
import { refuseUnsafe } from "../../runner/commands/refuse-unsafe.ts";
import { openHome, type Home } from "../../runner/workspace/home.ts";

let root: string;
let home: Home;
let submission: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "labs-unsafe-"));
  home = await openHome(join(root, "home"));
  submission = join(root, "ada");
  await mkdir(submission);
  await mkdir(join(home.workspace, "pair"));
});

afterEach(() => rm(root, { recursive: true }));

function attempt(
  folder: string,
  level: IsolationLevel,
  allowUnsafe = false,
): Promise<string> {
  const reason = level === "isolated" ? null : "bubblewrap is not installed.";
  const isolation = { level, reason, remedy: reason && "install it" };
  return refuseUnsafe({ folder, home, isolation, allowUnsafe }).then(
    () => "allowed",
    (error: unknown) =>
      error instanceof Error && "code" in error ? String(error.code) : "",
  );
}

describe.each(["namespaced", "none"] as const)("at level %s", (level) => {
  test("other people's programs are refused unless they are allowed", async () => {
    expect(await attempt(submission, level)).toBe("usage");
    expect(await attempt(submission, level, true)).toBe("allowed");
  });

  test("the student's own files and the course's are not refused", async () => {
    expect(await attempt(join(home.workspace, "pair"), level)).toBe("allowed");
    const solution = join(labsFolder, "pipeline", "solution");
    expect(await attempt(solution, level)).toBe("allowed");
  });

  test("neither a link nor a name leads around the refusal", async () => {
    const link = join(home.workspace, "ada");
    await symlink(submission, link);
    const neighbour = `${home.workspace}-of-somebody-else`;
    await mkdir(neighbour);
    for (const folder of [
      link,
      join(home.workspace, "..", "..", "ada"),
      neighbour,
    ])
      expect(await attempt(folder, level)).toBe("usage");
  });

  test("a folder that is not there is left to grading, which says so", async () => {
    const missing = join(home.workspace, "missing");
    expect(await attempt(missing, level)).toBe("allowed");
  });

  test("the refusal says why, how to get isolation, and how to go on", async () => {
    const isolation = {
      level,
      reason: "bubblewrap is not installed.",
      remedy: "sudo apt install bubblewrap",
    };
    const options = { folder: submission, home, isolation, allowUnsafe: false };
    await expect(refuseUnsafe(options)).rejects.toMatchObject({
      message: expect.stringContaining(
        "bubblewrap is not installed",
      ) as unknown,
      hint: expect.stringMatching(
        /sudo apt install bubblewrap[^]*--allow-unsafe/,
      ) as unknown,
    });
  });
});

test("at level isolated anybody's programs may run", async () => {
  expect(await attempt(submission, "isolated")).toBe("allowed");
});
