import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { courseFolder } from "../../runner/catalog/course.ts";

/** A course that is being served, as `labs start` serves it, with files and progress of its own. */
export interface RunningCourse {
  /** The link that it printed, with the token. */
  link: string;
  /** The link's origin, ending in a slash. */
  url: string;
  home: string;
  process: ChildProcess;
  /** Everything it printed so far. */
  output(): string;
  /** Ends it with this signal (default SIGINT) and resolves to its exit code. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

/** Makes a home folder for a student of its own; `remove` deletes it. */
export async function createHome(): Promise<{
  home: string;
  remove(): Promise<void>;
}> {
  const home = await mkdtemp(join(tmpdir(), "labs-home-"));
  return { home, remove: () => rm(home, { recursive: true, force: true }) };
}

/** How a course is started. */
export interface CourseStart {
  /** More arguments of `labs start`. */
  args?: string[];
  /** The folder of the course. Default: this one. */
  checkout?: string;
  /** A command that runs the command that comes behind it, such as `nice`. */
  by?: string[];
}

/** Starts `labs start` in `home` and waits for its link. */
export async function startCourse(
  home: string,
  { args = [], checkout = courseFolder, by = [] }: CourseStart = {},
): Promise<RunningCourse> {
  const cli = join(checkout, "runner", "cli.ts");
  const start = [cli, "start", "--no-open", "--home", home, ...args];
  const [file = "", ...rest] = [...by, process.execPath, ...start];
  const child = spawn(file, rest, {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, NO_COLOR: "1" },
  });
  let printed = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => (printed += chunk.toString()));
  const exited = once(child, "exit");
  const link = await Promise.race([
    waitForLink(() => printed),
    exited.then(() => null),
  ]);
  if (link === null)
    throw new Error(`labs start ended before it printed its link:\n${printed}`);
  return {
    link,
    url: new URL("/", link).href,
    home,
    process: child,
    output: () => printed,
    async stop(signal = "SIGINT") {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill(signal);
        await exited;
      }
      return child.exitCode;
    },
  };
}

async function waitForLink(printed: () => string): Promise<string> {
  for (;;) {
    const link = /http:\/\/\S+#token=\S+/.exec(printed())?.[0];
    if (link) return link;
    await delay(20);
  }
}
