import { onTestFinished } from "vitest";
import { spawnGroup } from "../../runner/grading/grader/programs/process-group.ts";

/** Waits for somebody to connect, for ever. */
export const idle = "require('net').createServer().listen(0)";

/** A real program, as a check sees it, until the test has finished. */
export async function startProgram(source: string) {
  let transcript = "";
  const group = spawnGroup(
    { file: process.execPath, args: ["-e", source], env: {}, cwd: "/" },
    (_, bytes) => (transcript += bytes.toString()),
  );
  onTestFinished(() => group.signal("SIGKILL"));
  await group.spawned;
  return {
    group: group.number,
    exit: group.exit,
    get running() {
      return group.ended === null;
    },
    get transcript() {
      return transcript;
    },
  };
}
