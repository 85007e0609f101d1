import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "vitest";
import { ownCgroup } from "../../runner/sandbox/cgroup.ts";
import { labLimits } from "../../runner/sandbox/limits.ts";
import { openSandbox, shell, start } from "../sandbox/trial.ts";
import { attack, type Attack } from "./attack.ts";

const apart = ["isolated", "namespaced"] as const;

/** A program that takes so much memory, in pieces of 10 MB. */
const fill = (megabytes: number) =>
  `console.log("ready"); const kept = []; for (let i = 0; i < ${megabytes / 10}; i++) kept.push(Buffer.alloc(1e7, 1)); console.log("filled"); setInterval(() => kept, 1000)`;

/** A sandbox of which the kernel holds the limits, and a reader of the files in which it keeps account. */
async function openCapped(
  level: (typeof apart)[number],
  { context, notTried }: Attack,
) {
  const own = await ownCgroup();
  if ("obstacle" in own) notTried(own.obstacle);
  const sandbox = await openSandbox(level, context);
  const folder = sandbox.cgroup;
  if (folder === null) throw new Error("the lab has no cgroup");
  const read = (file: string) => readFile(join(folder, file), "utf8");
  return { sandbox, folder, read };
}

for (const level of apart) {
  attack(
    "fill memory faster than the runner looks (kernel's cap)",
    level,
    async (scene) => {
      const { sandbox, folder, read } = await openCapped(level, scene);
      expect(Number(await read("memory.max"))).toBe(labLimits.memoryBytes);
      // Node alone takes a third of it: what is tried is that the kernel ends the lab, and that the reason is told.
      const cap = 200 * 2 ** 20;
      await writeFile(join(folder, "memory.max"), String(cap));
      const bystander = await start(
        sandbox.enter(["sh", "-c", "echo ready; read line"]),
      );
      await start(sandbox.enter(["node", "-e", fill(600)]));
      expect(await sandbox.ended).toMatch(/use more than 2 GiB of memory/);
      await bystander.ended;
      expect(Number(await read("memory.events").then(kills))).toBeGreaterThan(
        0,
      );
      const peak = Number(await read("memory.peak").catch(() => cap));
      expect(peak).toBeLessThanOrEqual(cap);
      await sandbox.close();
      expect(existsSync(folder)).toBe(false);
      scene.measured("ended by the kernel, all of the lab at once");
    },
  );

  attack("take the kernel's cap away from inside", level, async (scene) => {
    const { sandbox, folder, read } = await openCapped(level, scene);
    const line = [
      `for file in memory.max pids.max; do echo max >"${folder}/$file"; done`,
      `echo $$ >"${folder}/../runner/cgroup.procs"`,
      "mount -t cgroup2 none /tmp; umount /sys/fs/cgroup",
      "cat /proc/self/cgroup; sleep 60",
    ].join("; ");
    await start(sandbox.enter(["bash", "-c", line]), "0::");
    expect(Number(await read("memory.max"))).toBe(labLimits.memoryBytes);
    expect(Number(await read("pids.max"))).toBe(labLimits.tasks);
    // Both bash and what it started are the lab's.
    expect((await read("cgroup.procs")).trim().split("\n").length).toBe(2);
  });

  attack(
    "start more threads and processes than the kernel's cap",
    level,
    async (scene) => {
      const { sandbox, folder, read } = await openCapped(level, scene);
      await writeFile(join(folder, "pids.max"), "20");
      const { stdout } = await shell(
        sandbox,
        "for i in {1..40}; do sleep 5 & done 2>&1; jobs -r | wc -l",
      );
      expect(stdout).toMatch(/fork|Resource/);
      expect(Number(await read("pids.peak").catch(() => 20))).toBeLessThan(21);
    },
  );
}

/** How many processes the kernel has ended because memory was used up. */
function kills(events: string): string {
  return /^oom_kill (\d+)$/m.exec(events)?.[1] ?? "0";
}
