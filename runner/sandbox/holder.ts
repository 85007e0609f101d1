import { type ChildProcess, spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { LabsError } from "#contract";
import { withoutDescriptors } from "./tools.ts";

/** How long a machine under heavy load may take to make the namespaces, in milliseconds. */
const openTimeout = 20_000;

/** The descriptor to which a holder may write what it has made. */
export const infoDescriptor = 3;

/** The process that keeps a sandbox's namespaces alive. */
export interface Holder {
  /** What the runner started: the parent, outside the sandbox, of the sandbox's first process. */
  readonly child: ChildProcess & { pid: number };
  /** What it wrote to {@link infoDescriptor}: complete when it closes that. Rejects when it does not. */
  info(): Promise<string>;
  /** Settles when it has ended, with how. Never rejects. */
  readonly exited: Promise<string>;
}

/**
 * Starts the process that holds a sandbox and waits until it says "ready". It has a session of its own, so it does not see the
 * Ctrl+C that ends the runner; an empty environment; and an input that closes when the runner is gone.
 *
 * @param informs Whether it writes to {@link infoDescriptor} what it has made. All other descriptors above 2 are closed to it.
 * @throws LabsError `sandbox-unavailable` with what it complained of.
 */
export async function startHolder(
  argv: string[],
  informs = false,
): Promise<Holder> {
  const highest = informs ? infoDescriptor : 2;
  const [file = "", ...args] = withoutDescriptors(highest, argv);
  const child = spawn(file, args, {
    env: {},
    cwd: "/",
    detached: true,
    stdio: ["pipe", "pipe", "pipe", "pipe"],
  });
  const exited = new Promise<string>((resolve) => {
    child.once("exit", (code, signal) =>
      resolve(signal ? `killed by ${signal}` : `exited with ${code}`),
    );
    child.once("error", (error) => resolve(error.message));
  });
  // The sandbox may end while the runner still holds the pipes: that is told by `exited`.
  for (const stream of child.stdio) stream?.on("error", () => {});
  const [, stdout, stderr, infoStream] = child.stdio;
  const complaint = text(stderr as NodeJS.ReadableStream).catch(() => "");
  const info = text(infoStream as NodeJS.ReadableStream).catch(() => "");

  try {
    await untilReady(stdout as NodeJS.ReadableStream, exited);
  } catch (cause) {
    child.kill("SIGKILL");
    const how = await exited;
    const [said] = (await complaint).trim().split("\n");
    throw new LabsError(
      "sandbox-unavailable",
      `The sandbox could not be made: ${said || how}.`,
      { cause },
    );
  }
  if (child.pid === undefined)
    throw new LabsError("internal", "A process that is ready has no pid.");
  return {
    child: child as Holder["child"],
    info: () => inTime(info, "did not say what it made"),
    exited,
  };
}

/** Waits for the holder's one line; its other end is closed afterwards. */
async function untilReady(
  output: NodeJS.ReadableStream,
  exited: Promise<string>,
): Promise<void> {
  const line = new Promise<void>((resolve) =>
    output.once("data", () => resolve()),
  );
  const early = exited.then((how) =>
    Promise.reject(new Error(`The holder ended before it was ready: ${how}.`)),
  );
  try {
    await inTime(Promise.race([line, early]), "was not ready");
  } finally {
    output.resume();
  }
}

async function inTime<T>(work: Promise<T>, complaint: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    const message = `The holder ${complaint} within ${openTimeout} ms.`;
    timer = setTimeout(() => reject(new Error(message)), openTimeout);
  });
  try {
    return await Promise.race([work, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
