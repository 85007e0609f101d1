import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { levels, makeFiles, processesNaming, providerOf } from "./trial.ts";

/** The time after which nothing may be left of a runner that was killed, in milliseconds. */
const cleanUpTime = 1000;

describe.each(levels)("level %s", (level) => {
  test("kill -9 of the runner leaves no process, except at level none", async (context) => {
    await providerOf(level, context);
    const files = await makeFiles(context);
    const token = `76543.${process.pid}${levels.indexOf(level)}`;
    const script = join(import.meta.dirname, "trial-runner.ts");
    const runner = spawn(process.execPath, [script, level, files, token], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    context.onTestFinished(() => {
      for (const pid of processesNaming(token)) process.kill(pid, "SIGKILL");
    });
    await once(runner.stdout, "data");
    const before = processesNaming(token).length;
    expect(before).toBeGreaterThan(10);
    runner.kill("SIGKILL");
    await once(runner, "exit");
    if (level === "none") {
      // What left its session outlives the runner: the level does not promise more.
      expect(processesNaming(token).length).toBeGreaterThan(0);
    } else {
      await expect
        .poll(() => processesNaming(token), { timeout: cleanUpTime })
        .toEqual([]);
    }
  });
});
