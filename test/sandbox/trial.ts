import { spawn } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { type TestContext, expect } from "vitest";
import {
  type IsolationLevel,
  LabsError,
  isolationLevel,
} from "../../runner/contract/index.ts";
import { chooseProvider } from "../../runner/sandbox/choose-provider.ts";
import type {
  Command,
  Sandbox,
  SandboxProvider,
} from "../../runner/sandbox/sandbox.ts";
import { openHome } from "../../runner/workspace/home.ts";
import { freePort } from "../helpers/free-port.ts";

/** The levels, strongest first. */
export const levels = isolationLevel.options;

/** How a program ended, and what it said. */
export interface Outcome {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

/** The provider of a level, or a skipped test that says why there is none here. */
export async function providerOf(
  level: IsolationLevel,
  context: TestContext,
): Promise<SandboxProvider> {
  try {
    return await chooseProvider({ level });
  } catch (error) {
    if (error instanceof LabsError && error.code === "sandbox-unavailable") {
      context.skip(`not tried: ${error.message}`);
    }
    throw error;
  }
}

/** A sandbox with an empty folder of files, gone at the end of the test. */
export async function openSandbox(
  level: IsolationLevel,
  context: TestContext,
): Promise<Sandbox & { files: string }> {
  const provider = await providerOf(level, context);
  const files = await makeFiles(context);
  const sandbox = await provider.open({ files, label: "trial" });
  context.onTestFinished(() => sandbox.close());
  return { ...sandbox, files };
}

/** A lab's folder in a home of its own, from where programs find `zeromq`. */
export async function makeFiles(context: TestContext): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), "labs-test-"));
  context.onTestFinished(() => rm(root, { recursive: true, force: true }));
  const home = await openHome(root);
  const files = join(home.workspace, "trial");
  await mkdir(files);
  return files;
}

/** A port that is free at this level: the machine's own ports are others' too. */
export async function portFor(level: IsolationLevel): Promise<number> {
  return level === "none" ? freePort() : 5555;
}

/** Runs a command to its end; `leaked` are descriptors of this process that it is given from 3 on. */
export async function run(
  { file, args, env, cwd }: Command,
  leaked: number[] = [],
): Promise<Outcome> {
  const child = spawn(file, args, {
    env,
    cwd,
    detached: true,
    stdio: ["ignore", "pipe", "pipe", ...leaked],
  });
  const { stdout: output, stderr: complaints } = child;
  if (!output || !complaints) throw new Error("The pipes are missing.");
  const ended = new Promise<[number | null, NodeJS.Signals | null]>(
    (resolve, reject) => {
      child.once("close", (code, signal) => resolve([code, signal]));
      child.once("error", reject);
    },
  );
  const [[code, signal], stdout, stderr] = await Promise.all([
    ended,
    text(output),
    text(complaints),
  ]);
  return { code, signal, stdout, stderr };
}

/** Runs a shell command in a sandbox to its end. */
export function shell(sandbox: Sandbox, command: string): Promise<Outcome> {
  return run(sandbox.enter(["bash", "-c", command]));
}

/** Runs a piece of JavaScript in a sandbox and returns what it printed; it must exit with 0. */
export async function script(
  sandbox: Sandbox,
  source: string,
): Promise<string> {
  const outcome = await run(
    sandbox.enter(["node", "--input-type=module", "-e", source]),
  );
  expect(outcome).toMatchObject({ code: 0, stderr: "" });
  return outcome.stdout.trim();
}

/** A program in a sandbox that is still running. */
export interface Running {
  pid: number;
  /** Everything it has printed so far. */
  output(): string;
  /** Settles when it has ended. */
  ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
}

/** Starts a command and waits until it has printed `ready`. */
export async function start(
  { file, args, env, cwd }: Command,
  ready = "ready",
): Promise<Running> {
  const child = spawn(file, args, {
    env,
    cwd,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (piece: string) => (output += piece));
  }
  const ended = new Promise<{
    code: number | null;
    signal: NodeJS.Signals | null;
  }>((resolve) =>
    child.once("close", (code, signal) => resolve({ code, signal })),
  );
  await expect.poll(() => output, { timeout: 10_000 }).toContain(ready);
  return { pid: child.pid ?? 0, output: () => output, ended };
}

/** The processes of this machine whose command line contains a text. */
export function processesNaming(token: string): number[] {
  return readdirSync("/proc")
    .map(Number)
    .filter((pid) => pid > 0 && commandLine(pid).includes(token));
}

function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8");
  } catch {
    // It has ended meanwhile.
    return "";
  }
}
