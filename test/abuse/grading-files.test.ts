import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, vi } from "vitest";
import { isolationLevel } from "#contract";
import { courseFolder } from "../../runner/catalog/course.ts";
import { attack } from "./attack.ts";

const kills = 6;

/** Never ends by itself: the check that runs it is at work when it is killed. */
const endless = "setInterval(() => {}, 1000);\n";

/** `labs check`, and what it has said of its way. */
function check(
  args: readonly string[],
): ChildProcess & { said(): string; exited: Promise<unknown> } {
  const cli = join(courseFolder, "runner", "cli.ts");
  const child = spawn(
    process.execPath,
    [cli, "check", "pair", "--allow-unsafe", ...args],
    { stdio: ["ignore", "ignore", "pipe"] },
  );
  let said = "";
  child.stderr.on("data", (bytes: Buffer) => (said += bytes.toString()));
  return Object.assign(child, {
    said: () => said,
    exited: once(child, "exit"),
  });
}

/** All that is below the state's folder but folders that are always there, and the cache that all runs share. */
async function leftIn(home: string): Promise<string[]> {
  const found = await readdir(join(home, ".labs"), {
    recursive: true,
    withFileTypes: true,
  });
  return found
    .map(({ parentPath, name }) => join(parentPath, name))
    .map((path) => path.slice(join(home, ".labs").length + 1))
    .filter((path) => !path.startsWith("compile-cache/"))
    .filter(
      (path) => !["compile-cache", "grading", "in-memory"].includes(path),
    );
}

for (const level of isolationLevel.options)
  attack(
    `kill -9 of labs check, ${kills} times: the next start finds nothing`,
    level,
    async ({ measured, notTried }) => {
      const home = await mkdtemp(join(tmpdir(), "labs-killed-"));
      const dir = await mkdtemp(join(tmpdir(), "labs-killed-"));
      const args = ["--dir", dir, "--home", home, "--isolation", level];
      const started: ChildProcess[] = [];
      try {
        for (const file of ["server.ts", "client.ts"])
          await writeFile(join(dir, file), endless);
        // Without a sandbox they share the machine's ports: one after another.
        const atOnce = level === "none" ? 1 : 4;
        for (let round = 0; round < kills / atOnce; round += 1) {
          const checks = Array.from({ length: atOnce }, () => check(args));
          started.push(...checks);
          for (const each of checks) {
            await vi.waitUntil(
              () => each.said().includes("Checking") || each.exitCode !== null,
              { timeout: 60_000, interval: 20 },
            );
            if (each.exitCode !== null) return notTried(each.said().trim());
          }
          for (const each of checks) {
            each.kill("SIGKILL");
            await each.exited;
          }
        }
        const before = (
          await readdir(join(home, ".labs/grading")).catch(() => [])
        ).length;
        const next = check([
          ...["--dir", join(courseFolder, "labs/pair/solution")],
          ...["--home", home, "--isolation", level],
        ]);
        started.push(next);
        await next.exited;
        expect(next.exitCode, next.said()).toBe(0);
        expect(await leftIn(home)).toEqual([]);
        measured(`${before} folders were left, none after the next start`);
      } finally {
        for (const each of started) each.kill("SIGKILL");
        await rm(home, { recursive: true, force: true });
        await rm(dir, { recursive: true, force: true });
      }
    },
  );
