import {
  spawn,
  type ChildProcess,
  type StdioOptions,
} from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";

/** How long a server may take to say that it is up, in milliseconds. */
const startMs = 30_000;

/** A measured server in a process of its own. */
export interface ServerProcess {
  /** The first line that it printed. */
  readonly line: string;
  readonly process: ChildProcess;
  /** Its resident memory in bytes (VmRSS of proc_pid_status(5)). */
  memory(): Promise<number>;
  /** Ends it and waits. Idempotent. */
  stop(): Promise<void>;
}

/** Starts a server that prints one line when it is up. `channel`: it collects garbage when it is sent a message. */
export async function startProcess(
  file: string,
  args: readonly string[],
  options: {
    channel?: boolean;
    env?: Record<string, string>;
    until?: RegExp;
  } = {},
): Promise<ServerProcess> {
  const stdio: StdioOptions = [
    "ignore",
    "pipe",
    "pipe",
    ...(options.channel ? (["ipc"] as const) : []),
  ];
  const child = spawn(file, args, {
    stdio,
    env: { ...process.env, ...options.env },
  });
  const exited = once(child, "exit");
  let printed = "";
  const line = new Promise<string>((resolve, reject) => {
    const look = (chunk: Buffer) => {
      printed += chunk.toString();
      const found = (options.until ?? /^(.*)\n/).exec(printed)?.[1];
      if (found !== undefined) resolve(found);
      if (printed.length > 100_000) printed = printed.slice(-10_000);
    };
    child.stdout?.on("data", look);
    child.stderr?.on("data", look);
    child.once("error", reject);
    AbortSignal.timeout(startMs).addEventListener("abort", () =>
      reject(new Error(`${file} did not say that it is up:\n${printed}`)),
    );
    void exited.then(() =>
      reject(new Error(`${file} ended before it was up:\n${printed}`)),
    );
  });

  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null)
      child.kill("SIGKILL");
    await exited;
  };
  try {
    return {
      line: await line,
      process: child,
      stop,
      async memory() {
        if (options.channel) {
          child.send("collect");
          await once(child, "message");
        }
        const status = await readFile(`/proc/${child.pid ?? 0}/status`, "utf8");
        return Number(/^VmRSS:\s*(\d+)/m.exec(status)?.[1]) * 1024;
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
