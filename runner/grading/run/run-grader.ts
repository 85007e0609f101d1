import { spawn, type ChildProcess } from "node:child_process";
import { join } from "node:path";
import type { Duplex } from "node:stream";
import { courseFolder } from "../../catalog/course.ts";
import type { Sandbox } from "../../sandbox/sandbox.ts";
import type { GradingPlan } from "../channel/plan.ts";
import { slowestClock } from "../channel/check-time.ts";
import {
  channelDescriptor,
  graderMessage,
  type GraderMessage,
} from "../channel/grader-message.ts";

/** How long the grader may be silent, in milliseconds. Ten times and more of what a busy machine needs. */
const patience = {
  /** Until its first check begins. */
  start: 60_000,
  /** Beyond a check's own deadline, for ending its programs and waiting for its ports. */
  check: 20_000,
  /** Between checks and after the last. */
  pause: 30_000,
} as const;

/** The longest message of the grader, in characters: an outcome with the evidence of many programs has a quarter of it. */
const longestMessage = 512 * 1024;

/** How much of what the grader prints is kept for its author, in characters. */
const keptOutput = 16 * 1024;

/** What a run reports. */
export interface GraderListener {
  /** A well-formed message, except `end`. */
  onMessage(message: GraderMessage): void;
  /** Something that the author must know. The run goes on, or is about to end. */
  onTrouble(text: string): void;
}

/** How a run ended. */
export interface GraderEnd {
  /** Why the sandbox ended under the grader, in words fit for a student; null when it did not. */
  sandboxEnded: string | null;
}

/**
 * Runs the grader process in the sandbox's network until it has ended. Whatever it does, this resolves: a grader that
 * hangs is ended after its time, one that exits or says nonsense is reported as trouble. An abort ends it at once.
 */
export async function runGrader(
  plan: GradingPlan,
  sandbox: Sandbox,
  listener: GraderListener,
  signal?: AbortSignal,
): Promise<GraderEnd> {
  const main = join(import.meta.dirname, "../grader/main.ts");
  const env = {
    PATH: process.env["PATH"] ?? "",
    LANG: "C.UTF-8",
    NODE_ENV: "test",
    NO_COLOR: "1",
    // Vitest keeps a token and temporary folders: of this run, and gone with it.
    HOME: plan.graderFolder,
    XDG_DATA_HOME: plan.graderFolder,
    TMPDIR: plan.graderFolder,
  };
  const {
    file,
    args,
    env: wholeEnv,
  } = sandbox.enterNetwork([process.execPath, "--no-warnings", main], env);
  const child = spawn(file, args, {
    env: wholeEnv,
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

  const stop = () => {
    progress.stopped = true;
    endGroup(child);
    void sandbox.close();
  };
  const watchdog = createWatchdog((during) => {
    listener.onTrouble(`The grader hung ${during} and was ended.`);
    stop();
  });
  signal?.addEventListener("abort", stop, { once: true });
  const progress: GraderEnd & { ended: boolean; stopped: boolean } = {
    ended: false,
    stopped: false,
    sandboxEnded: null,
  };
  void sandbox.ended.then((reason) => {
    if (progress.stopped) return;
    progress.sandboxEnded = reason;
    stop();
  });
  try {
    const channel = child.stdio[channelDescriptor] as Duplex;
    channel.on("error", () => undefined);
    channel.write(`${JSON.stringify(plan)}\n`);
    watchdog.expect(patience.start, "before its first check");
    readMessages(channel, {
      onMessage(message) {
        // Behind its end, or behind nonsense, nothing counts.
        if (progress.stopped) return;
        if (message.type === "start")
          watchdog.expect(
            slowestClock * message.deadline * 1000 + patience.check,
            `in check "${message.id}"`,
          );
        else watchdog.expect(patience.pause, "between checks");
        if (message.type !== "end") {
          listener.onMessage(message);
          return;
        }
        // Vitest's own way out takes most of a second, and nothing more can come of it.
        progress.ended = true;
        stop();
      },
      onTrouble(text) {
        listener.onTrouble(text);
        stop();
      },
    });
    const how = await new Promise<string>((resolve) => {
      child.once("error", (error) =>
        resolve(`could not be started: ${error.message}`),
      );
      child.once("close", (code, killed) =>
        resolve(killed ? `was ended by ${killed}` : `exited with code ${code}`),
      );
    });
    const explained =
      progress.ended || progress.sandboxEnded !== null || signal?.aborted;
    if (!explained)
      listener.onTrouble(
        `The grader process ${how} before its end.\n${printed}`.trimEnd(),
      );
    return { sandboxEnded: progress.sandboxEnded };
  } finally {
    progress.stopped = true;
    watchdog.close();
    signal?.removeEventListener("abort", stop);
  }
}

/** Ends the grader process and the process of Vitest that it starts. */
function endGroup(child: ChildProcess): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode)
    return;
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

function createWatchdog(bark: (during: string) => void) {
  let timer: NodeJS.Timeout | undefined;
  return {
    expect(milliseconds: number, during: string) {
      clearTimeout(timer);
      timer = setTimeout(bark, milliseconds, during);
    },
    close: () => clearTimeout(timer),
  };
}

/** Splits what comes into lines by hand: a line that never ends must not fill the memory. */
function readMessages(channel: Duplex, listener: GraderListener): void {
  let rest = "";
  channel.setEncoding("utf8").on("data", (text: string) => {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) readMessage(line, listener);
    if (rest.length <= longestMessage) return;
    rest = "";
    listener.onTrouble("The grader sent a message that is too long.");
  });
}

function readMessage(line: string, listener: GraderListener): void {
  const message = graderMessage.safeParse(parseJson(line));
  if (message.success) listener.onMessage(message.data);
  else
    listener.onTrouble(
      `The grader sent a malformed message: ${line.slice(0, 200)}`,
    );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON: the schema refuses it.
    return undefined;
  }
}
