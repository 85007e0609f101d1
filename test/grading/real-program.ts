import { createRequire } from "node:module";
import type { TestContext } from "vitest";
import { spawnGroup } from "../../runner/grading/grader/programs/process-group.ts";

/** Waits for somebody to connect, for ever. */
export const idle = "require('net').createServer().listen(0)";

/** ZeroMQ, as programs without a folder of their own get it. */
export const zeromq = `const { Pull, Push, Pair } = require(${JSON.stringify(createRequire(import.meta.url).resolve("zeromq"))})`;

/** A real program, as a check sees it, until its test has finished. */
export async function startProgram(
  source: string,
  { onTestFinished }: Pick<TestContext, "onTestFinished">,
) {
  let transcript = "";
  const started = performance.now();
  const group = spawnGroup(
    {
      file: process.execPath,
      args: ["--no-memory-reducer", "-e", source],
      env: {},
      cwd: "/",
    },
    (_, bytes) => (transcript += bytes.toString()),
  );
  onTestFinished(() => group.signal("SIGKILL"));
  await group.spawned;
  return {
    group: group.number,
    started,
    exit: group.exit,
    get running() {
      return group.ended === null;
    },
    get transcript() {
      return transcript;
    },
  };
}
