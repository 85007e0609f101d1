import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { test, vi } from "vitest";
import { isolationLevel } from "#contract";
import { chooseProvider } from "../../runner/sandbox/choose-provider.ts";
import { submission, temporaryFolder } from "./tally.ts";

test.for(isolationLevel.options)(
  "kill -9 of the runner while it grades at level %s leaves no process",
  { timeout: 60_000 },
  async (level, ctx) => {
    await chooseProvider({ level }).catch((error: unknown) => {
      ctx.skip(`not tried: ${String(error)}`);
    });
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
    await vi.waitUntil(() => family.every((pid) => !isAlive(pid)), {
      timeout: 5000,
      interval: 20,
    });
  },
);

/** Linux only, as the levels that this can be tried at. */
function descendantsOf(ancestor: number): number[] {
  const parents = new Map<number, number>();
  for (const pid of readdirSync("/proc").map(Number).filter(Number.isInteger)) {
    const parent = statOf(pid)?.parent;
    if (parent !== undefined) parents.set(pid, parent);
  }
  const found = new Set([ancestor]);
  for (let before = 0; before !== found.size;) {
    before = found.size;
    for (const [pid, parent] of parents) if (found.has(parent)) found.add(pid);
  }
  found.delete(ancestor);
  return [...found];
}

function isAlive(pid: number): boolean {
  const state = statOf(pid)?.state;
  return state !== undefined && state !== "Z" && state !== "X";
}

function statOf(pid: number): { state: string; parent: number } | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const [state = "", parent] = stat
      .slice(stat.lastIndexOf(")") + 2)
      .split(" ");
    return { state, parent: Number(parent) };
  } catch {
    return null;
  }
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8");
  } catch {
    return "";
  }
}
