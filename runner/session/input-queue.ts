import { writeSync } from "node:fs";

/** How much typed input waits for a program that does not read, in bytes: a large paste fits, memory stays bounded. */
const maxWaiting = 1024 * 1024;

/** How long after the terminal took no more it is tried again, in milliseconds. */
const retryMs = 5;

/** What was typed and is on its way to a terminal. */
export interface InputQueue {
  /** Answers false when the bytes were dropped because too many are waiting. */
  push(bytes: Uint8Array): boolean;
}

/**
 * Writes to a pseudo-terminal's master without ever waiting for the program behind it. The socket that node-pty has for it
 * is one of libuv's blocking ones: when the program stops reading, it would try again and again and the whole runner would stand still.
 */
export function createInputQueue(
  descriptor: number,
  isOpen: () => boolean,
): InputQueue {
  let waiting: Uint8Array[] = [];
  let bytesWaiting = 0;
  let timer: NodeJS.Timeout | null = null;

  function drop(): void {
    waiting = [];
    bytesWaiting = 0;
  }

  function flush(): void {
    timer = null;
    for (let next = waiting[0]; next; next = waiting[0]) {
      const written = isOpen() ? tryWrite(descriptor, next) : "ended";
      if (written === "ended") return drop();
      if (written === 0) {
        timer = setTimeout(flush, retryMs);
        return;
      }
      bytesWaiting -= written;
      if (written < next.length) waiting[0] = next.subarray(written);
      else waiting.shift();
    }
  }

  return {
    push(bytes) {
      if (bytesWaiting + bytes.length > maxWaiting) return false;
      waiting.push(bytes);
      bytesWaiting += bytes.length;
      if (timer === null) flush();
      return true;
    },
  };
}

/** How many bytes the terminal took. The master is non-blocking: node-pty opens it so. */
function tryWrite(descriptor: number, bytes: Uint8Array): number | "ended" {
  try {
    return writeSync(descriptor, bytes);
  } catch (error) {
    const code =
      error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "EAGAIN" || code === "EINTR") return 0;
    if (code === "EIO" || code === "EBADF") return "ended";
    throw error;
  }
}
