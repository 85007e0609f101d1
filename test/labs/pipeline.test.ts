import { spawn } from "node:child_process";
import { once } from "node:events";
import { cp } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { labsFolder } from "../../runner/catalog/course.ts";
import { chooseProvider } from "../../runner/sandbox/choose-provider.ts";
import { openHome } from "../../runner/workspace/home.ts";
import type { Sandbox } from "../../runner/sandbox/sandbox.ts";
import {
  aBusyMachine,
  alternativesOf,
  failedChecks,
  temporaryFolder,
} from "./submissions.ts";

test.each(await alternativesOf("pipeline"))(
  "accepts the right answer %s",
  async (alternative) => {
    expect(await failedChecks("pipeline", alternative)).toEqual([]);
  },
  aBusyMachine,
);

test("the worked example of the course: 1 to 5 become 2 numbers with sum 6 and 3 with sum 9", async () => {
  // Below a home programs find zeromq, also where a sandbox does not bring it.
  const { workspace } = await openHome(await temporaryFolder());
  const files = join(workspace, "pipeline");
  await cp(join(labsFolder, "pipeline/solution"), files, { recursive: true });
  const provider = await chooseProvider();
  const sandbox = await provider.open({ files, label: "pipeline" });
  try {
    const collector = run(sandbox, "collector.ts");
    run(sandbox, "consumer.ts", "1");
    run(sandbox, "consumer.ts", "2");
    const producer = run(sandbox, "producer.ts", "1", "2", "3", "4", "5");

    expect(await producer.line(/^produced/)).toBe("produced  count 5  sum 15");
    const partials = [
      await collector.line(/count 2 {2}sum 6$/),
      await collector.line(/count 3 {2}sum 9$/),
    ].map((line) => /^consumer ([12]) {2}count/.exec(line)?.[1]);
    // Which consumer gets the odd numbers depends on who was connected first.
    expect(partials.toSorted()).toEqual(["1", "2"]);
    expect(await producer.exit).toBe(0);
  } finally {
    await sandbox.close();
  }
});

/** Starts a program in the sandbox. */
function run(sandbox: Sandbox, ...argv: string[]) {
  const { file, args, env, cwd } = sandbox.enter(["node", ...argv]);
  const child = spawn(file, args, { env, cwd });
  let output = "";
  child.stdout.on("data", (bytes: Buffer) => (output += bytes.toString()));
  child.stderr.on("data", (bytes: Buffer) => (output += bytes.toString()));
  return {
    exit: once(child, "exit").then(([code]) => code as number | null),
    /** Waits until it prints a line that matches, and gives the line. */
    async line(pattern: RegExp): Promise<string> {
      for (;;) {
        const found = output.split("\n").find((line) => pattern.test(line));
        if (found !== undefined) return found;
        if (child.exitCode !== null)
          throw new Error(`${argv.join(" ")} ended:\n${output}`);
        await Promise.race([
          once(child.stdout, "data"),
          once(child.stderr, "data"),
          once(child, "exit"),
        ]);
      }
    },
  };
}
