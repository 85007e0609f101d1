import { spawn, type ChildProcessByStdio } from "node:child_process";
import type { Readable, Writable } from "node:stream";
import type { Exit } from "../../author/program.ts";
import type { Command } from "../../../sandbox/sandbox.ts";

/** A running command with everything it starts: signals reach all of it, as from a terminal. */
export interface ProcessGroup {
  /** Its number, as this machine counts; null when it could not be started. */
  readonly number: number | null;
  /** Resolves when it runs, rejects when it could not be started at all. */
  readonly spawned: Promise<unknown>;
  /** Settles when the command has ended and its output has been read. Never rejects. */
  readonly exit: Promise<Exit>;
  /** When the command ended, in milliseconds of `performance.now()`; null while it runs. */
  readonly ended: number | null;
  /** Its standard input; what is written after its end is lost. */
  readonly input: Writable;
  /** Sends a signal to the group, unless the command has ended. */
  signal(signal: NodeJS.Signals): void;
}

/** How long a pipe may stay open after the command has ended, in milliseconds: a daemon of its own can hold it for ever. */
const pipeGrace = 300;

const running = new Set<ProcessGroup>();

/** Ends this process, and all groups that it has started, at once: nobody is left to end them later. */
export function endProcess(): never {
  for (const group of running) group.signal("SIGKILL");
  process.kill(process.pid, "SIGKILL");
  // The signal comes before the next line.
  throw new Error("a process that was killed goes on");
}

/** Starts a command as a process group of its own, with pipes. */
export function spawnGroup(
  { file, args, env, cwd }: Command,
  onOutput: (stream: "stdout" | "stderr", bytes: Buffer) => void,
): ProcessGroup {
  const child = spawn(file, args, {
    env,
    cwd,
    detached: true,
    stdio: ["pipe", "pipe", "pipe"],
  });
  let ended: number | null = null;
  for (const stream of ["stdout", "stderr"] as const)
    child[stream].on("data", (bytes: Buffer) => onOutput(stream, bytes));
  // A program that has ended or does not read loses what is typed, as in a terminal.
  child.stdin.on("error", () => undefined);
  const spawned = new Promise((resolve, reject) => {
    child.once("spawn", () => resolve(undefined));
    child.once("error", reject);
  });
  const closed = new Promise((resolve) => child.once("close", resolve));
  const exited = new Promise<Exit>((resolve) => {
    child.once("exit", (code, signal) => resolve({ code, signal }));
    child.once("error", () => resolve({ code: 127, signal: null }));
  });

  const signal = (name: NodeJS.Signals) => {
    if (child.pid === undefined || ended !== null) return;
    try {
      process.kill(-child.pid, name);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
    }
  };

  const group: ProcessGroup = {
    number: child.pid ?? null,
    spawned,
    exit: exited.then(async (exit) => {
      // What it started ends with it. Afterwards its number may belong to a stranger, so it is signalled no more.
      signal("SIGKILL");
      ended = performance.now();
      running.delete(group);
      await streamsEnded(child, closed);
      return exit;
    }),
    get ended() {
      return ended;
    },
    input: child.stdin,
    signal,
  };
  running.add(group);
  return group;
}

async function streamsEnded(
  child: ChildProcessByStdio<Writable, Readable, Readable>,
  closed: Promise<unknown>,
): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const grace = new Promise((resolve) => {
    timer = setTimeout(resolve, pipeGrace);
  });
  await Promise.race([closed, grace]);
  clearTimeout(timer);
  for (const stream of [child.stdin, child.stdout, child.stderr])
    stream.destroy();
}
