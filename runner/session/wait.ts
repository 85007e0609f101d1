import { setTimeout as delay } from "node:timers/promises";
import type { Terminal } from "./terminal.ts";

/**
 * Waits until `met` holds for a terminal, looking again at each of its changes. Answers false when `milliseconds` went by first.
 * Throws the signal's reason when it is aborted.
 */
export async function waitUntil(
  terminal: Terminal,
  met: () => boolean,
  { milliseconds, signal }: { milliseconds: number; signal: AbortSignal },
): Promise<boolean> {
  signal.throwIfAborted();
  if (met()) return true;
  const done = new AbortController();
  const first = Promise.withResolvers<boolean>();
  const look = () => {
    if (met()) first.resolve(true);
  };
  const changes = ["state", "prompt", "bytes"] as const;
  for (const change of changes) terminal.events.on(change, look);
  const timer = delay(milliseconds, false, {
    signal: AbortSignal.any([signal, done.signal]),
  });
  try {
    return await Promise.race([first.promise, timer]);
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    for (const change of changes) terminal.events.off(change, look);
    done.abort();
    // Its rejection by the line above says nothing new.
    timer.catch(() => undefined);
  }
}
