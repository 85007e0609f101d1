import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, vi } from "vitest";
import { courseFolder } from "../../runner/catalog/course.ts";
import { attack } from "./attack.ts";

/** Never ends and heeds no signal, with processes of sessions of their own; its number tells them apart. */
const stubborn = (
  number: string,
) => `import { spawn } from "node:child_process";
for (const signal of ["SIGHUP", "SIGINT", "SIGTERM"]) process.on(signal, () => {});
// In a session of its own, or at least in a process group.
const away = 'set -m; (setsid "$@" || exec "$@") &';
spawn("bash", ["-c", away, "away", "bash", "-c", "trap '' HUP INT TERM; sleep ${number}"], { detached: true, stdio: "ignore" }).unref();
spawn("bash", ["-c", away, "away", "sleep", "${number}"], { detached: true, stdio: "ignore" }).unref();
setInterval(() => {}, 1000);
`;

/** All processes of this machine, with parent and arguments; not those that have ended and wait to be reaped. */
function processes(): { pid: number; parent: number; command: string }[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
        const [state, parent] = stat
          .slice(stat.lastIndexOf(")") + 2)
          .split(" ");
        const command = readFileSync(`/proc/${pid}/cmdline`, "utf8");
        const row = { pid: Number(pid), parent: Number(parent) };
        return state === "Z"
          ? []
          : [{ ...row, command: command.replaceAll("\0", " ") }];
      } catch {
        // Gone.
        return [];
      }
    });
}

/** Everything that has grown from a process. */
function family(root: number): number[] {
  const all = processes();
  const found = [root];
  for (const pid of found)
    found.push(
      ...all.filter(({ parent }) => parent === pid).map((each) => each.pid),
    );
  return found.slice(1);
}

for (const level of ["isolated", "namespaced"] as const)
  attack(
    "kill -9 of labs check, in the middle of a check",
    level,
    async ({ measured, notTried }) => {
      const folder = await mkdtemp(join(tmpdir(), "labs-killed-"));
      const number = String(70_000_000 + Math.floor(Math.random() * 9e6));
      for (const file of ["server.ts", "client.ts"])
        await writeFile(join(folder, file), stubborn(number));
      const cli = join(courseFolder, "runner", "cli.ts");
      const args = [
        "check",
        "request-reply",
        "--dir",
        folder,
        "--home",
        folder,
      ];
      const check = spawn(
        process.execPath,
        [cli, ...args, "--isolation", level, "--allow-unsafe"],
        { stdio: ["ignore", "ignore", "pipe"] },
      );
      let said = "";
      check.stderr.on("data", (bytes: Buffer) => (said += bytes.toString()));
      const exited = once(check, "exit");
      const sleeping = () =>
        processes().filter(({ command }) => command.includes(number)).length;
      try {
        const outcome = await Promise.race([
          vi.waitUntil(() => sleeping() >= 2, { timeout: 60_000 }),
          exited.then(() => null),
        ]);
        if (outcome === null) return notTried(said.trim());
        const relatives = family(check.pid ?? 0);
        const commands = processes().filter(({ pid }) =>
          relatives.includes(pid),
        );
        // The grader process, and what stands between it and the programs.
        expect(commands.map(({ command }) => command).join("\n")).toContain(
          "grader/main.ts",
        );

        const killed = performance.now();
        check.kill("SIGKILL");
        await exited;
        const left = () => relatives.filter((pid) => isStill(pid, commands));
        await vi
          .waitUntil(() => left().length === 0 && sleeping() === 0, {
            timeout: 3000,
            interval: 20,
          })
          .catch(() => undefined);
        expect(commands.filter(({ pid }) => left().includes(pid))).toEqual([]);
        expect(sleeping()).toBe(0);
        measured(
          `none of ${relatives.length} processes after ${(performance.now() - killed).toFixed(0)} ms`,
        );
      } finally {
        check.kill("SIGKILL");
        await rm(folder, { recursive: true, force: true });
      }
    },
  );

/** Whether a process still runs what it ran: its number may belong to another one by now. */
function isStill(
  pid: number,
  before: { pid: number; command: string }[],
): boolean {
  if (!existsSync(`/proc/${pid}`)) return false;
  const now = processes().find((each) => each.pid === pid);
  return now?.command === before.find((each) => each.pid === pid)?.command;
}
