import { readdirSync } from "node:fs";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, type TestContext, test } from "vitest";
import type { IsolationLevel } from "#contract";
import { temporaryFiles } from "../../runner/sandbox/limits.ts";
import type { Sandbox } from "../../runner/sandbox/sandbox.ts";
import { makeFiles, providerOf, run, script, shell } from "./trial.ts";

async function openInMemory(
  level: IsolationLevel,
  context: TestContext,
): Promise<{ sandbox: Sandbox; place: string }> {
  const provider = await providerOf(level, context);
  const place = await makeFiles(context);
  await writeFile(join(place, "before.txt"), "the machine's");
  const sandbox = await provider.open({
    files: place,
    inMemory: true,
    label: "trial",
  });
  context.onTestFinished(() => sandbox.close());
  return { sandbox, place };
}

/** Fills the folder it stands in with files until there is no more; prints how much that was. */
const fill = `
import { openSync, writeSync } from "node:fs";
const piece = Buffer.alloc(2 ** 20, 1);
let written = 0;
try {
  for (let file = 0; file < 20; file += 1) {
    const descriptor = openSync("f" + file, "w");
    for (let i = 0; i < 32; i += 1) written += writeSync(descriptor, piece);
  }
} catch (error) { console.log(error.code, written); }`;

describe.each(["isolated", "namespaced"] as const)(
  "a folder in memory, %s",
  (level) => {
    test("holds so many bytes and files, however they are made", async (context) => {
      const { sandbox } = await openInMemory(level, context);
      const [code, written] = (await script(sandbox, fill)).split(" ");
      expect(code).toBe("ENOSPC");
      expect(Number(written)).toBeLessThanOrEqual(temporaryFiles.labBytes);
      expect(Number(written)).toBeGreaterThan(temporaryFiles.labBytes / 2);
      await shell(sandbox, "rm -f f*");
      const many = `import { writeFileSync } from "node:fs";
        let made = 0;
        try { for (; made < 20_000; made += 1) writeFileSync("n" + made, ""); } catch (error) { console.log(error.code, made); }`;
      const [refusal, made] = (await script(sandbox, many)).split(" ");
      expect(refusal).toBe("ENOSPC");
      expect(Number(made)).toBeLessThanOrEqual(temporaryFiles.files);
    });

    test("is reached from outside, and nothing of it is on the disk", async (context) => {
      const { sandbox, place } = await openInMemory(level, context);
      expect(await readdir(sandbox.files)).toEqual([]);
      await writeFile(join(sandbox.files, "in.txt"), "handed in");
      const { stdout } = await shell(sandbox, "cat in.txt; echo made >out.txt");
      expect(stdout).toBe("handed in");
      expect(await readFile(join(sandbox.files, "out.txt"), "utf8")).toBe(
        "made\n",
      );
      expect(await readdir(place)).toEqual(["before.txt"]);
      await sandbox.close();
      expect(() => readdirSync(sandbox.files)).toThrow();
      expect(await readdir(place)).toEqual(["before.txt"]);
    });

    test("programs in it find zeromq", async (context) => {
      const { sandbox } = await openInMemory(level, context);
      const source = `import * as zmq from "zeromq"; console.log(typeof zmq.Push);`;
      await writeFile(join(sandbox.files, "program.mjs"), source);
      expect(await run(sandbox.enter(["node", "program.mjs"]))).toMatchObject({
        code: 0,
        stdout: "function\n",
      });
    });

    test("the grader's own is neither the programs' nor the disk's", async (context) => {
      const { sandbox, place } = await openInMemory(level, context);
      const own = sandbox.enterNetwork(
        [
          "/bin/bash",
          "-c",
          'ls -A "$0"; echo secret >"$0/own"; cat "$0/own"',
          place,
        ],
        {},
        place,
      );
      expect((await run(own)).stdout).toBe("secret\n");
      expect(await readdir(place)).toEqual(["before.txt"]);
      expect((await shell(sandbox, "ls -A")).stdout).toBe("");
    });

    test("shared memory is limited", async (context) => {
      const { sandbox } = await openInMemory(level, context);
      const { stdout } = await shell(
        sandbox,
        "head -c 60000000 /dev/zero >/dev/shm/f 2>/dev/null; stat -c %s /dev/shm/f; rm /dev/shm/f",
      );
      expect(Number(stdout)).toBeLessThanOrEqual(
        temporaryFiles.sharedMemoryBytes,
      );
    });
  },
);
