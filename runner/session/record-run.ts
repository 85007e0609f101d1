import { setTimeout as delay } from "node:timers/promises";
import type { Recording } from "#contract";
import type { Lab } from "../catalog/lab.ts";
import type { SandboxProvider } from "../sandbox/sandbox.ts";
import { openSession, type Session } from "./session.ts";
import type { Terminal } from "./terminal.ts";
import { waitUntil } from "./wait.ts";

/** Every recorded run has the size that terminals have had since the VT100: players know it best. */
const recordedSize = { columns: 80, rows: 24 };

/** How long the programs may run once all of them are ready, in milliseconds: some, such as a weather station, never end. */
export const longestRunMs = 10_000;

/** For how long no terminal prints anything before the run counts as over, in milliseconds. */
const quietMs = 1_000;

/** How long that may take at most, in milliseconds: what prints for ever is stopped. */
const quietDeadlineMs = 5_000;

/** How long the run rests before each start and each stop, in milliseconds, so that one can follow it. */
const pauseMs = 1_000;

/** How long the recording stands at the prompts before the first command, in milliseconds. */
const leadMs = 500;

/** What a recorded run needs. */
export interface RecordRunOptions {
  lab: Lab;
  /** The folder with the programs to run. */
  folder: string;
  provider: SandboxProvider;
  /** Told what is being done. */
  onStep(step: RecordStep): void;
}

/** What is being done: a program is started or stopped, or all of them run. */
export type RecordStep =
  { is: "starting" | "stopping"; terminal: string } | { is: "running" };

/** A run, and what went wrong in it, in sentences for the lab's author. */
export interface RecordedRun {
  recording: Recording;
  problems: string[];
}

/**
 * Runs a lab's programs in start order, as "Run all" does. When the last terminal's program has ended and all is quiet, or after
 * `longestRunMs`, it stops them, the last one first. Nothing of it is kept but the recording.
 */
export async function recordRun(
  options: RecordRunOptions,
): Promise<RecordedRun> {
  const { lab, folder, provider, onStep } = options;
  const problems: string[] = [];
  const session = await openSession({
    lab,
    folder,
    provider,
    scrollback: {
      load: () => Promise.resolve(null),
      save: () => Promise.resolve(),
    },
    size: recordedSize,
    pauseMs,
    onStarting(terminal, problem) {
      if (terminal === null) return;
      if (problem === null) onStep({ is: "starting", terminal });
      else problems.push(problem);
    },
  });
  try {
    await session.startAll();
    onStep({ is: "running" });
    if (problems.length === 0) await untilOver(session.terminals);
    for (const { id } of [...session.terminals].reverse()) {
      onStep({ is: "stopping", terminal: id });
      if (session.terminal(id).state.is === "running") await delay(pauseMs);
      problems.push(...(await stopOne(session, id)));
    }
    await untilQuiet(session.terminals);
    const from = Math.max(0, firstCommand(session) - leadMs);
    // It names no point in time: made again, it differs in nothing but what is random in it.
    return { recording: session.recording({ timestamp: 0, from }), problems };
  } finally {
    await session.close("The recording has ended.");
  }
}

async function untilOver(terminals: readonly Terminal[]): Promise<void> {
  const last = terminals.at(-1);
  if (!last) return;
  const ended = () => last.state.is !== "running";
  const { signal } = new AbortController();
  if (await waitUntil(last, ended, { milliseconds: longestRunMs, signal }))
    await untilQuiet(terminals);
}

async function untilQuiet(terminals: readonly Terminal[]): Promise<void> {
  const printed = () => terminals.reduce((sum, { ring }) => sum + ring.end, 0);
  const deadline = performance.now() + quietDeadlineMs;
  for (;;) {
    const before = printed();
    await delay(quietMs);
    if (printed() === before || performance.now() > deadline) return;
  }
}

async function stopOne(session: Session, id: string): Promise<string[]> {
  const how = await session.stop(id);
  const { state } = session.terminal(id);
  if (how === "SIGTERM" || how === "SIGKILL")
    return [`The program in ${id} did not end after Ctrl+C.`];
  if (state.is === "exited" && state.code !== 0)
    return [`The program in ${id} ended with exit code ${state.code}.`];
  if (state.is === "closed")
    return [`The terminal ${id} was closed: ${state.reason}`];
  return [];
}

/** When the first program was started, in milliseconds on the session's clock. */
function firstCommand({ terminals }: Session): number {
  const began = terminals.map(
    ({ timeline }) => timeline.firstCommand ?? Infinity,
  );
  const first = Math.min(...began);
  return Number.isFinite(first) ? first : 0;
}
