import { constants } from "node:os";
import type { Output } from "./output.ts";

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Does `work`, which an interruption of the command aborts: what it has made is removed, and the exit code is 128 and
 * the signal's number, as in a shell. A second interruption ends the command at once.
 */
export async function untilInterrupted(
  output: Output,
  work: (signal: AbortSignal) => Promise<number>,
): Promise<number> {
  const abort = new AbortController();
  let received: (typeof signals)[number] | undefined;
  const interrupt = (signal: (typeof signals)[number]) => {
    received = signal;
    output.note("Stopping …");
    abort.abort(new Error(`The command got ${signal}.`));
  };
  for (const signal of signals) process.once(signal, interrupt);
  try {
    return await work(abort.signal);
  } catch (error) {
    if (received === undefined || error !== abort.signal.reason) throw error;
    return 128 + constants.signals[received];
  } finally {
    for (const signal of signals) process.off(signal, interrupt);
  }
}
