import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { courseFolder } from "../../runner/catalog/course.ts";
import { gradingFolders, temporaryHome } from "../grading/tally.ts";

test.each([
  ["SIGINT", 130],
  ["SIGTERM", 143],
] as const)(
  "%s ends a check: nothing of it is left, and the exit code is %i",
  async (signal, code) => {
    const home = await temporaryHome();
    const starter = join(courseFolder, "labs/pair/starter");
    const args = [
      "check",
      "pair",
      "--dir",
      starter,
      "--home",
      home.root,
      "--allow-unsafe",
    ];
    const command = spawn(
      process.execPath,
      [join(courseFolder, "runner/cli.ts"), ...args],
      {
        stdio: ["ignore", "ignore", "pipe"],
      },
    );
    let notes = "";
    command.stderr
      .setEncoding("utf8")
      .on("data", (text: string) => (notes += text));
    await vi.waitUntil(() => notes.includes("Checking:"), {
      timeout: 30_000,
      interval: 20,
    });
    command.kill(signal);
    expect(await once(command, "exit")).toEqual([code, null]);
    expect(await gradingFolders(home)).toEqual([]);
  },
);
