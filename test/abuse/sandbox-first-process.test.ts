import { expect, onTestFinished, vi } from "vitest";
import { programLimits } from "../../runner/sandbox/limits.ts";
import { kill } from "../../runner/sandbox/members.ts";
import { processesNaming, providerOf } from "../sandbox/trial.ts";
import { attack } from "./attack.ts";
import { attackFrom, openPage } from "./lab-pages.ts";
import { startRunner } from "./scene.ts";
import { users, whoIs } from "./who-attacks.ts";

let tokens = 0;

for (const level of ["isolated", "namespaced"] as const)
  for (const who of users)
    attack(
      `get hold of the sandbox's first process, and outlive the runner${who}`,
      level,
      async (scene) => {
        await providerOf(level, scene.context);
        const user = await whoIs(who, scene);
        const runner = await startRunner({ labs: 1, level }, { user });
        const page = await openPage(runner, "relay-1");

        // All processes have the same limits. Of a number, and of bytes.
        page.type("talker-1", "clear; cat /proc/*/limits; echo th''en\r");
        await page.shows("talker-1", "then\r\n");
        const limits = page.text("talker-1");
        const values = (name: string) =>
          [
            ...limits.matchAll(
              new RegExp(`${name} +\\S+ +(\\d+|unlimited)`, "g"),
            ),
          ].map(([, value]) => Number(value));
        const { openFiles, dataKiB, fileKiB } = programLimits;
        const allowed = {
          "Max open files": openFiles,
          "Max data size": dataKiB * 1024,
          "Max file size": fileKiB * 1024,
          "Max core file size": 0,
        };
        for (const [name, most] of Object.entries(allowed)) {
          const found = values(name);
          // The first process, three shells and `cat`.
          expect(found.length, name).toBeGreaterThanOrEqual(5);
          for (const value of found)
            expect.soft(value, name).toBeLessThanOrEqual(most);
        }

        const token = `8765${(tokens += 1)}.${process.pid}`;
        const said = await attackFrom(
          runner,
          page,
          "relay-1",
          "own-the-first.pl",
          token,
        );
        if (said === null) return scene.notTried("perl is not installed");
        onTestFinished(() => {
          for (const pid of processesNaming(token)) kill(pid);
        });
        await vi.waitUntil(() => processesNaming(token).length > 0);
        expect.soft(said).toEqual([expect.stringMatching(/^tried \d+ ways$/)]);
        await runner.kill();
        await expect.poll(() => processesNaming(token)).toEqual([]);
        scene.measured(`${said[0] ?? ""}: none worked, nothing is left`);
      },
    );
