import { spawn, type ChildProcess } from "node:child_process";
import { join } from "node:path";
import type { Duplex } from "node:stream";
import { courseFolder } from "../../catalog/course.ts";
import type { Sandbox } from "../../sandbox/sandbox.ts";
import { channelDescriptor } from "../channel/grader-message.ts";
import type { GraderSetting, GradingWork } from "../channel/plan.ts";
import { readMessages, type MessageListener } from "./read-messages.ts";

/** How much of what the grader prints is kept for its author, in characters. */
const keptOutput = 16 * 1024;

/** A grader moves little data, and may stand ready for long: with this it takes 70 MB for itself instead of 90. */
const smallMemory = ["--max-semi-space-size=2", "--expose-gc"];

/** The process that runs a lab's grader. */
export interface GraderProcess {
  tell(work: GradingWork): void;
  /** Settles when it has ended, with how. Never rejects. */
  readonly ended: Promise<string>;
  /** The end of what it has printed. */
  readonly printed: string;
  /** Ends it. Idempotent. */
  kill(): void;
}

/** Starts a grader process in a sandbox's network. */
export function startGraderProcess(
  sandbox: Sandbox,
  setting: GraderSetting,
  compileCache: string,
  listener: MessageListener,
): GraderProcess {
  const main = join(import.meta.dirname, "../grader/main.ts");
  const { file, args, env } = sandbox.enterNetwork(
    [process.execPath, "--no-warnings", ...smallMemory, main],
    {
      PATH: process.env["PATH"] ?? "",
      LANG: "C.UTF-8",
      NODE_ENV: "test",
      NO_COLOR: "1",
      NODE_COMPILE_CACHE: compileCache,
      // Vitest keeps a token and temporary folders: of this run, and gone with it.
      HOME: setting.graderFolder,
      XDG_DATA_HOME: setting.graderFolder,
      TMPDIR: setting.graderFolder,
    },
    setting.graderFolder,
  );
  const child = spawn(file, args, {
    env,
    cwd: courseFolder,
    detached: true,
    stdio: ["ignore", "pipe", "pipe", "pipe"],
  });
  let printed = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.on(
      "data",
      (bytes: Buffer) =>
        (printed = (printed + bytes.toString()).slice(-keptOutput)),
    );
  const channel = child.stdio[channelDescriptor] as Duplex;
  channel.on("error", () => undefined);
  const tell = (what: GraderSetting | GradingWork) =>
    void channel.write(`${JSON.stringify(what)}\n`);
  tell(setting);
  readMessages(channel, listener);
  return {
    tell,
    ended: new Promise((resolve) => {
      child.once("error", (error) =>
        resolve(`could not be started: ${error.message}`),
      );
      child.once("close", (code, killed) =>
        resolve(killed ? `was ended by ${killed}` : `exited with code ${code}`),
      );
    }),
    get printed() {
      return printed;
    },
    kill: () => endGroup(child),
  };
}

/** Ends the process and whatever it has started in its group. */
function endGroup(child: ChildProcess): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode)
    return;
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
