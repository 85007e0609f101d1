import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect, test, vi } from "vitest";
import { isolationLevel } from "#contract";
import { chooseProvider } from "../../runner/sandbox/choose-provider.ts";
import { readStat } from "../../runner/sandbox/process-stat.ts";
import { descendantsOf } from "../helpers/processes.ts";
import { holdPorts } from "./hold-ports.ts";
import { submission, temporaryFolder } from "./tally.ts";

test.for(isolationLevel.options)(
  "kill -9 of the runner while it grades at level %s leaves no process",
  async (level, ctx) => {
    await chooseProvider({ level }).catch((error: unknown) => {
      ctx.skip(`not tried: ${String(error)}`);
    });
    using ports = new DisposableStack();
    ports.use(await holdPorts(level));
    const script = join(import.meta.dirname, "grade-in-a-process.ts");
    const args = [
      script,
      await submission("ignores-signals"),
      await temporaryFolder(),
      level,
    ];
    const runner = spawn(process.execPath, args, {
      stdio: ["ignore", "pipe", "inherit"],
    });
    for await (const line of createInterface({ input: runner.stdout })) {
      if (line === "started forwards") break;
    }
    // The program of the check is among them: it says "ready" only after Node has started.
    const family = await vi.waitUntil(
      () => {
        const pids = descendantsOf(runner.pid ?? 0);
        return pids.some((pid) => commandOf(pid).includes("consumer.ts"))
          ? pids
          : null;
      },
      { timeout: 20_000, interval: 20 },
    );
    runner.kill("SIGKILL");
    await once(runner, "exit");
    await expect
      .poll(() => survivors(family), { timeout: 5000, interval: 20 })
      .toEqual([]);
  },
);

test.for(isolationLevel.options)(
  "kill -9 of the runner while a grader stands ready at level %s leaves no process",
  async (level, ctx) => {
    await chooseProvider({ level }).catch((error: unknown) => {
      ctx.skip(`not tried: ${String(error)}`);
    });
    using ports = new DisposableStack();
    ports.use(await holdPorts(level));
    const script = join(import.meta.dirname, "stand-by-in-a-process.ts");
    const runner = spawn(
      process.execPath,
      [script, await temporaryFolder(), level],
      { stdio: ["ignore", "pipe", "inherit"] },
    );
    await once(runner.stdout, "data");
    const family = descendantsOf(runner.pid ?? 0);
    expect(family.map(commandOf).join()).toContain("grader/main.ts");
    runner.kill("SIGKILL");
    await once(runner, "exit");
    await expect
      .poll(() => survivors(family), { timeout: 5000, interval: 20 })
      .toEqual([]);
  },
);

/** What is left of these processes, by their command lines. */
function survivors(pids: readonly number[]): string[] {
  return pids
    .filter((pid) => readStat(pid)?.dead === false)
    .map((pid) => `${pid} ${commandOf(pid)}`);
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
  } catch {
    return "";
  }
}
