import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { expect } from "vitest";
import { chooseProvider } from "../../runner/sandbox/choose-provider.ts";
import type { SandboxProvider } from "../../runner/sandbox/sandbox.ts";
import { attack } from "./attack.ts";

/** How many gradings go on at a time, and how many each of them does. */
const rows = 10;
const times = 12;

/** Grades nothing: opens a sandbox, starts a grader that never ends beside it, and closes it under that grader. */
async function openAndClose(
  provider: SandboxProvider,
  files: string,
): Promise<string | null> {
  const sandbox = await provider.open({ files, label: "neighbours" });
  const early = sandbox.ended.then((reason) => `ended early: ${reason}`);
  const grader = sandbox.enterNetwork(["sleep", "1000"], {
    PATH: process.env["PATH"] ?? "",
  });
  const { file, args, env } = grader;
  const child = spawn(file, args, { env, detached: true, stdio: "ignore" });
  await new Promise((resolve) => child.once("spawn", resolve));
  const outcome = await Promise.race([early, delay(20 * Math.random(), null)]);
  await sandbox.close();
  return outcome;
}

// At level `none` nothing is shared by which one could be taken for another.
for (const level of ["isolated", "namespaced"] as const)
  attack(
    "Gradings that end and begin at the same moment: none ends another",
    level,
    async ({ measured, notTried }) => {
      const provider = await chooseProvider({ level }).catch((error: unknown) =>
        notTried(error instanceof Error ? error.message : level),
      );
      const files = await mkdtemp(join(tmpdir(), "labs-neighbours-"));
      try {
        const row = async () => {
          const outcomes: unknown[] = [];
          for (let count = 0; count < times; count++)
            outcomes.push(
              await openAndClose(provider, files).catch(
                (error: unknown) => error,
              ),
            );
          return outcomes.filter((outcome) => outcome !== null);
        };
        const unexpected = await Promise.all(Array.from({ length: rows }, row));
        expect(unexpected.flat()).toEqual([]);
        measured(`${rows * times} opened and closed, ${rows} at a time`);
      } finally {
        await rm(files, { recursive: true, force: true });
      }
    },
  );
