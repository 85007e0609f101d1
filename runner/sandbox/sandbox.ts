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
  /** Variables beside the few every program gets (PATH, HOME, LANG, TERM, USER, SHELL). */
  env?: Record<string, string>;
}

/** A living process of a sandbox. Its numbers are those of this machine. */
export interface Program {
  pid: number;
  parent: number;
  group: number;
  /** The leader of its session; 0 where the system does not say. */
  session: number;
  /** Whether it was stopped by a signal, as by Ctrl+Z: it does nothing and holds its ports. */
  stopped: boolean;
}

/** A process that listens on a TCP port. */
export interface PortHolder {
  port: number;
  /** As this machine numbers it; null when it is another user's. */
  pid: number | null;
  /** Whether it is the sandbox's own: then it may be ended. */
  inside: boolean;
}

/**
 * What another process must know to start programs in a sandbox: plain data, so it can be passed to the grader
 * process.
 */
export interface SandboxHandle {
  level: IsolationLevel;
  /** Names this sandbox on this machine. At level `none` its programs carry it in their environment. */
  id: string;
  /** The holder's pid as this machine sees it; null at level `none`. */
  pid: number | null;
  /** The cgroup that its programs join, as its folder on this machine; null where the kernel does not cap what they use. */
  cgroup: string | null;
  /** The folder of the lab's files as programs inside see it. */
  folder: string;
  /** The folder of the shell's start-up files as programs inside see it. */
  shellFolder: string;
  /** The folder of the `node` executable as programs inside see it. */
  nodeFolder: string;
}

/** One lab's own place to run programs: its ports, its processes and (at `isolated`) its view of the files. */
export interface Sandbox extends SandboxHandle {
  /**
   * The lab's folder as other processes of this user reach it, as long as the sandbox lasts. Programs inside can put links there: whoever
   * writes must not follow them.
   */
  readonly files: string;
  /**
   * The command that runs `argv` inside, in the lab's folder, with no file descriptor above 2. Give it a terminal of its
   * own (node-pty) or spawn it with `detached: true`: either keeps it away from the terminal that the runner itself
   * runs in, and makes it a process group that signals can be sent to (see `programCommand`).
   *
   * @throws LabsError `sandbox-ended` once the sandbox is gone.
   */
  enter(argv: string[], options?: EnterOptions): Command;
  /**
   * The command that runs `argv` with the host's files and processes but the sandbox's network: for the grader. File
   * descriptor 3 stays open, as its channel to the runner. It is killed when the runner dies, and at level
   * `none` gets a SIGTERM, on which it must end what it has started itself. Set `cwd` as you need it.
   *
   * @param ownFolder A folder that it sees as an empty one of its own, in memory and gone with it. Not at level `none`.
   *
   * @throws LabsError `sandbox-ended` once the sandbox is gone.
   */
  enterNetwork(
    argv: string[],
    env: Record<string, string>,
    ownFolder?: string,
  ): Command;
  /** The TCP ports that something inside listens on. */
  listeningPorts(): Promise<Set<number>>;
  /** Who listens on these ports, as seen by a program inside. Linux only: elsewhere nobody is found. */
  portHolders(ports: readonly number[]): Promise<PortHolder[]>;
  /**
   * The living processes that were started inside, shells and what became of their programs alike: at `isolated` and
   * `namespaced` none can hide, at `none` see `processesOf`.
   */
  programs(): Promise<Program[]>;
  /** Settles when the sandbox is gone, with the reason in words fit for a student; it must be closed all the same. Never rejects. */
  readonly ended: Promise<string>;
  /** Ends every process inside, and every grader in its network, and waits until none is left. Idempotent. */
  close(): Promise<void>;
}

/** What a sandbox is made for. */
export interface SandboxOptions {
  /** The folder on this machine that becomes the lab's folder inside: writable there. */
  files: string;
  /**
   * The lab's folder is empty and of limited size, lives in memory and goes with the sandbox. `files` is only the place where
   * programs see it if they see this machine's files; there it stays as it is. The level `none` has no such thing.
   */
  inMemory?: boolean;
  /** What is to be said in messages and in the process list, such as the lab's id. */
  label: string;
}

/** A level that was tried and works on this machine, and how to make sandboxes of it. */
export interface SandboxProvider {
  readonly isolation: Isolation;
  /** @throws LabsError `sandbox-unavailable` when the machine refuses. */
  open(options: SandboxOptions): Promise<Sandbox>;
}

/** How sandboxes of one level are made. */
export interface Level {
  readonly level: IsolationLevel;
  /** @throws LabsError `sandbox-unavailable` when the machine refuses. */
  open(options: SandboxOptions): Promise<Sandbox>;
}
