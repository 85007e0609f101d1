import type { Isolation, IsolationLevel } from "#contract";

/** A command ready for `child_process.spawn` or node-pty. */
export interface Command {
  file: string;
  args: string[];
  /** The whole environment: nothing of the runner's own is passed on. */
  env: Record<string, string>;
  cwd: string;
}

/** How a program is started inside. */
export interface EnterOptions {
  /** Variables beside the few every program gets (PATH, HOME, LANG, TERM, USER). */
  env?: Record<string, string>;
}

/**
 * What another process must know to start programs in a sandbox: plain data, so it can be passed to the grader
 * process.
 */
export interface SandboxHandle {
  level: IsolationLevel;
  /** The holder's pid as this machine sees it; null at level `none`. */
  pid: number | null;
  /** The folder of the lab's files as programs inside see it. */
  folder: string;
  /** The folder of the shell's start-up files as programs inside see it. */
  shellFolder: string;
  /** The folder of the `node` executable as programs inside see it. */
  nodeFolder: string;
}

/** One lab's own place to run programs: its ports, its processes and (at `isolated`) its view of the files. */
export interface Sandbox extends SandboxHandle {
  /** The command that runs `argv` inside. Every program closes all file descriptors above 2 first. */
  enter(argv: string[], options?: EnterOptions): Command;
  /** The command that runs `argv` with the host's files and processes but the sandbox's network: for the grader. */
  enterNetwork(argv: string[], env: Record<string, string>): Command;
  /** The TCP ports that something inside listens on. */
  listeningPorts(): Promise<Set<number>>;
  /** Settles when the sandbox is gone, with the reason in words fit for a student. Never rejects. */
  readonly ended: Promise<string>;
  /** Ends every process inside and waits until none is left. Idempotent. */
  close(): Promise<void>;
}

/** What a sandbox is made for. */
export interface SandboxOptions {
  /** The folder on this machine that becomes the lab's folder inside: writable there. */
  files: string;
  /** What is to be said in messages and in the process list, such as the lab's id. */
  label: string;
}

/** A level that was tried and works on this machine, and how to make sandboxes of it. */
export interface SandboxProvider {
  readonly isolation: Isolation;
  open(options: SandboxOptions): Promise<Sandbox>;
}
