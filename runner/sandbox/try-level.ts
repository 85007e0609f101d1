import { spawn } from "node:child_process";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { LabsError } from "#contract";
import type { Level } from "./sandbox.ts";

/** How long Node may take to start and end on a machine under heavy load, in milliseconds. */
const programTimeout = 20_000;

/** A folder that programs can do without for the time of a trial. */
const somewhere = join(import.meta.dirname, "root");

/** What the program in the trial sandbox tells: that Node runs there, as a user without capabilities. */
const program = `console.log(require("node:fs").readFileSync("/proc/self/status", "utf8").match(/^CapEff:\\s*(\\w+)/m)[1])`;

/**
 * Makes a sandbox of a level, runs Node in it and closes it.
 *
 * @throws LabsError `sandbox-unavailable` with what did not work.
 */
export async function tryLevel(level: Level): Promise<void> {
  // Its folder lives in memory, so nothing is left of a trial, however it ends.
  const sandbox = await level.open({
    files: somewhere,
    inMemory: true,
    label: "trial",
  });
  try {
    if (level.level === "none") return;
    const { file, args, env, cwd } = sandbox.enter(["node", "-e", program]);
    const output = await outputOf(file, args, { env, cwd });
    if (!/^0+$/.test(output)) {
      throw new LabsError(
        "sandbox-unavailable",
        `Programs in the sandbox keep capabilities (${output}).`,
      );
    }
  } finally {
    await sandbox.close();
  }
}

async function outputOf(
  file: string,
  args: string[],
  options: { env: Record<string, string>; cwd: string },
): Promise<string> {
  const child = spawn(file, args, {
    ...options,
    detached: true,
    timeout: programTimeout,
    killSignal: "SIGKILL",
    stdio: ["ignore", "pipe", "pipe"],
  });
  const exit = new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  const [code, output, complaint] = await Promise.all([
    exit,
    text(child.stdout),
    text(child.stderr),
  ]);
  if (code !== 0) {
    const said = complaint.trim().split("\n")[0] || `exit code ${code}`;
    throw new LabsError(
      "sandbox-unavailable",
      `Node could not be run in the sandbox: ${said}.`,
    );
  }
  return output.trim();
}
