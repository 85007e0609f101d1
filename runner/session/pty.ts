import { Socket } from "node:net";
import { spawn } from "node-pty";
import { LabsError } from "#contract";
import type { Command } from "../sandbox/sandbox.ts";
import { createInputQueue } from "./input-queue.ts";

/** The size of a terminal in characters. */
export interface Size {
  columns: number;
  rows: number;
}

/** A pseudo-terminal with the process that runs in it. Bytes in, bytes out, nothing decoded. */
export interface Pty {
  /** The process's id as this machine sees it: the leader of the terminal's session. */
  readonly pid: number;
  /** Passes on what was typed. Answers false when the program has not read for so long that the bytes were dropped. */
  write(bytes: Uint8Array): boolean;
  resize(size: Size): void;
  /** Hangs up: no more output, and the kernel tells the processes. Idempotent. */
  hangUp(): void;
  /** Settles when the process has ended and its output has been read. Never rejects. */
  readonly ended: Promise<void>;
}

/**
 * Starts a command in a new pseudo-terminal. `onOutput` gets every byte, in order, before `ended` settles. Throws
 * `sandbox-unavailable` when the machine has no more of them.
 */
export function openPty(
  command: Command,
  size: Size,
  onOutput: (bytes: Uint8Array) => void,
): Pty {
  const pty = spawnPty(command, size);
  const socket = pty._socket;
  if (!(socket instanceof Socket))
    throw new LabsError("internal", "This version of node-pty has no socket.");
  // Its descriptor may be another file's once it is closed: nothing is done to it after that.
  const isOpen = () => !socket.destroyed;
  const input = createInputQueue(pty.fd, isOpen);
  pty.onData((bytes) => {
    if (isOpen()) onOutput(bytes);
  });
  const ended = new Promise<void>((resolve) => pty.onExit(resolve));
  return {
    pid: pty.pid,
    write: (bytes) => input.push(bytes),
    resize({ columns, rows }) {
      if (isOpen()) pty.resize(columns, rows);
    },
    hangUp: () => void socket.destroy(),
    ended,
  };
}

function spawnPty(command: Command, size: Size): ReturnType<typeof spawn> {
  try {
    return spawn(command.file, command.args, {
      name: command.env["TERM"] ?? "xterm-256color",
      cols: size.columns,
      rows: size.rows,
      cwd: command.cwd,
      env: command.env,
      encoding: null,
    });
  } catch (cause) {
    throw new LabsError(
      "sandbox-unavailable",
      "The machine could not open another terminal.",
      {
        hint: "Close programs that are not needed, then open it again.",
        learnerSafe: true,
        cause,
      },
    );
  }
}
