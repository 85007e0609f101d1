import { copyFile, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "vitest";
import { temporaryFiles } from "../../runner/sandbox/limits.ts";
import { removeTree } from "../../runner/workspace/remove-tree.ts";
import { LabClient } from "../helpers/lab-client.ts";
import { makeFiles, providerOf, run } from "../sandbox/trial.ts";
import { attack } from "./attack.ts";
import { availableMemory, mebibytes, startRunner } from "./scene.ts";
import { boundedLevels } from "./siege.ts";
import { users, whoIs } from "./who-attacks.ts";

const program = join(import.meta.dirname, "programs", "hide-use.pl");

/** Ways to take files that a folder's names and a process's descriptors do not show. */
const files = {
  mapped: "files without a name, mapped and closed",
  "own-descriptors": "files open only in a thread's own descriptors",
  "first-thread-ended": "files open in a process whose first thread has ended",
  "long-paths": "files below paths longer than 4096 bytes",
  "closed-folders": "files in folders of mode 0300 and 0400",
  "names-that-are-no-text": "files with names that are no text",
};

/** Ways to take memory that is no process's own, or of none that shows it. */
const memory = {
  "memory-of-no-first-thread":
    "memory of processes whose first thread has ended",
  "page-tables": "page tables of mappings that hold nothing",
  "unix-sockets": "bytes that lie in unix sockets",
};

const grew = /grew beyond 512 MiB/;
const tooMuch = /more than 2 GiB of memory|more than 10000 files and sockets/;

for (const level of boundedLevels) {
  for (const user of users)
    for (const [way, name] of Object.entries({ ...files, ...memory }))
      attack(`${name}${user}`, level, async (attack) => {
        await providerOf(level, attack.context);
        const runner = await startRunner(
          { labs: 1, level },
          { user: await whoIs(user, attack) },
        );
        const page = await LabClient.open(runner, "relay-1");
        await page.shows("listener", "lab$");
        // The watch has begun: what is there from before may stay.
        const folder = join(runner.home, "workspace", "relay-1");
        await copyFile(program, join(folder, "hide.pl"));
        const before = availableMemory();
        let least = before;
        const timer = setInterval(
          () => (least = Math.min(least, availableMemory())),
          20,
        );
        const reason = way in files ? grew : tooMuch;
        attack.context.onTestFinished(async () => {
          await runner.kill();
          await removeTree(folder);
        });
        try {
          page.type("listener", `perl hide.pl ${way}\r`);
          const isTold = () => {
            const state = page.state("listener");
            return state.is === "closed" && reason.test(state.reason);
          };
          await page.until("the reason is told", isTold, 60_000);
        } finally {
          clearInterval(timer);
        }
        // Others use this machine as well: what is free less is told, not judged.
        if (way in memory)
          attack.measured(
            `lab ended, ${mebibytes(before - least)} less free at most`,
          );
        else attack.measured("lab ended");
      });

  for (const [way, name] of Object.entries(files))
    attack(`${name}, in a grading run`, level, async (attack) => {
      const provider = await providerOf(level, attack.context);
      const place = join(await makeFiles(attack.context), "place");
      await mkdir(place);
      const sandbox = await provider.open({
        files: place,
        inMemory: true,
        label: "trial",
      });
      attack.context.onTestFinished(() => sandbox.close());
      await copyFile(program, join(sandbox.files, "hide.pl"));
      const { stdout, stderr } = await run(
        sandbox.enter(["timeout", "20", "perl", "hide.pl", way]),
      );
      expect(stderr).toContain("No space left on device");
      expect(stdout).not.toContain("all taken\n".repeat(2));
      attack.measured(`${mebibytes(temporaryFiles.labBytes)} at most`);
    });
}
