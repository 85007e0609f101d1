import { setTimeout as delay } from "node:timers/promises";
import { LabsError, type TerminalManifest } from "#contract";

/** Told which terminal "Run all" waits for, and what did not become ready; null at the end. */
export type StartingListener = (
  terminal: string | null,
  problem: string | null,
) => void;

interface RunAllOptions {
  /** In start order. */
  manifests: readonly TerminalManifest[];
  stopAll(signal: AbortSignal): Promise<void>;
  /** Starts one terminal's program and waits until it is ready; answers what went wrong, if anything. */
  startOne(
    manifest: TerminalManifest,
    signal: AbortSignal,
  ): Promise<string | null>;
  onStarting: StartingListener;
  /** How long to wait before each start, in milliseconds, for someone who is to follow it; not at all unless said. */
  pauseMs?: number;
}

/** Starting all programs of a lab in order. */
export interface RunAll {
  /** Begins; what an earlier call was still doing is given up. Settles when all have been started, or it was cancelled. */
  start(): Promise<void>;
  cancel(): void;
}

export function createRunAll(options: RunAllOptions): RunAll {
  let current: AbortController | null = null;

  async function startAll(signal: AbortSignal): Promise<string | null> {
    await options.stopAll(signal);
    let problem: string | null = null;
    for (const manifest of options.manifests) {
      signal.throwIfAborted();
      if (options.pauseMs) await delay(options.pauseMs, undefined, { signal });
      options.onStarting(manifest.id, null);
      const found = await startOne(manifest, signal);
      if (found === null) continue;
      options.onStarting(manifest.id, found);
      problem ??= found;
    }
    return problem;
  }

  async function startOne(
    manifest: TerminalManifest,
    signal: AbortSignal,
  ): Promise<string | null> {
    try {
      return await options.startOne(manifest, signal);
    } catch (error) {
      signal.throwIfAborted();
      // Somebody used this terminal meanwhile: theirs is what counts there.
      if (error instanceof Error && error.name === "AbortError") return null;
      if (error instanceof LabsError && error.learnerSafe) return error.message;
      throw error;
    }
  }

  return {
    async start() {
      current?.abort();
      const mine = new AbortController();
      current = mine;
      let problem: string | null = null;
      try {
        problem = await startAll(mine.signal);
      } catch (error) {
        if (!mine.signal.aborted) throw error;
      } finally {
        if (current === mine) {
          current = null;
          options.onStarting(null, problem);
        }
      }
    },
    cancel: () => current?.abort(),
  };
}
