import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { courseFolder } from "../../runner/catalog/course.ts";
import { portFor } from "../sandbox/trial.ts";

/** The command `labs start` as a student runs it. */
export interface CourseRunner {
  process: ChildProcess & { pid: number };
  url: string;
  link: string;
  home: string;
  /** All it has printed so far. */
  output(): string;
  /** Settles when it has ended, with its exit code or the signal that it died of. */
  ended: Promise<number | NodeJS.Signals | null>;
}

/** A home of a test's own, gone at its end. */
export async function makeHome(): Promise<string> {
  const home = await mkdtemp(join(tmpdir(), "labs-abuse-"));
  onTestFinished(() =>
    rm(home, { recursive: true, force: true, maxRetries: 10 }),
  );
  return home;
}

/**
 * Starts `labs start` and waits for its link, or for its end. It is killed at the end of the test.
 *
 * @param before Words before the command: what it is run by.
 */
export async function startCourseRunner(options: {
  home: string;
  before?: readonly string[];
  env?: Record<string, string>;
}): Promise<CourseRunner> {
  const { home, before = [], env = {} } = options;
  const port = await portFor("none");
  const [file = "", ...args] = [
    ...before,
    ...[process.execPath, join(courseFolder, "runner", "cli.ts"), "start"],
    ...["--no-open", "--home", home, "--port", String(port)],
  ];
  const child = spawn(file, args, {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, NO_COLOR: "1", ...env },
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  let printed = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (piece: Buffer) => (printed += piece.toString()));
  const ended = once(child, "close").then(
    () => child.exitCode ?? child.signalCode,
  );
  const link = await new Promise<string>((resolve) => {
    child.stdout.on("data", () => {
      const found = /http:\/\/\S+#token=\S+/.exec(printed)?.[0];
      if (found) resolve(found);
    });
    void ended.then(() => resolve(""));
  });
  return {
    process: child as CourseRunner["process"],
    url: link && new URL("/", link).href,
    link,
    home,
    output: () => printed,
    ended,
  };
}
