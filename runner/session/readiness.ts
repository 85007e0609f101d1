import { setTimeout as delay } from "node:timers/promises";
import { stripVTControlCharacters } from "node:util";
import type { Readiness } from "#contract";
import type { Sandbox } from "../sandbox/sandbox.ts";
import type { Terminal } from "./terminal.ts";
import { waitUntil } from "./wait.ts";

/** How long "Run all" waits for one program, in milliseconds: several times what a program with ZeroMQ takes on a busy machine. */
export const readyDeadlineMs = 10_000;

/** How often the sandbox is asked which ports are taken, in milliseconds. */
const askEveryMs = 50;

/** How much of what was searched before is searched again, in characters: a line may come in pieces. */
const overlap = 1024;

/**
 * Waits until the program that has just started in a terminal is ready, by observation. Answers null, or what went wrong in a
 * sentence for the student. Throws the signal's reason when it is aborted.
 */
export async function waitReady(
  terminal: Terminal,
  ready: Readiness,
  sandbox: Pick<Sandbox, "listeningPorts">,
  signal: AbortSignal,
): Promise<string | null> {
  switch (ready.when) {
    case "started":
      return endedBadly(terminal) ? howItEnded(terminal, "") : null;
    case "listening":
      return waitListening(terminal, ready.port, sandbox, signal);
    case "printed":
      return waitPrinted(terminal, ready.text, signal);
  }
}

async function waitListening(
  terminal: Terminal,
  port: number,
  sandbox: Pick<Sandbox, "listeningPorts">,
  signal: AbortSignal,
): Promise<string | null> {
  const deadline = AbortSignal.timeout(readyDeadlineMs);
  for (;;) {
    if (hasEnded(terminal))
      return howItEnded(terminal, ` before it listened on port ${port}`);
    if ((await sandbox.listeningPorts()).has(port)) return null;
    if (deadline.aborted)
      return `Nothing listens on port ${port} yet: ${terminal.id} is running, but has not bound it.`;
    await delay(askEveryMs, undefined, { signal });
  }
}

async function waitPrinted(
  terminal: Terminal,
  text: string,
  signal: AbortSignal,
): Promise<string | null> {
  const printed = createSearch(terminal, text);
  const settled = () => printed() || hasEnded(terminal);
  const inTime = await waitUntil(terminal, settled, {
    milliseconds: readyDeadlineMs,
    signal,
  });
  if (printed()) return null;
  if (inTime) return howItEnded(terminal, ` before it printed "${text}"`);
  return `${terminal.id} is running, but has not printed "${text}" within ${readyDeadlineMs / 1000} s.`;
}

/** Looks for a text in what the present command prints; call it at each change. */
function createSearch(terminal: Terminal, text: string): () => boolean {
  const decoder = new TextDecoder();
  let position = terminal.commandStart;
  let tail = "";
  let found = false;
  return () => {
    if (found || position === terminal.ring.end) return found;
    position = Math.max(position, terminal.ring.start);
    const bytes = terminal.ring.read(position);
    const recent = tail + decoder.decode(bytes, { stream: true });
    position = terminal.ring.end;
    found = stripVTControlCharacters(recent).includes(text);
    tail = recent.slice(-overlap);
    return found;
  };
}

function hasEnded({ state }: Terminal): boolean {
  return (
    state.is === "closed" ||
    state.is === "exited" ||
    state.is === "interrupted" ||
    state.is === "suspended"
  );
}

function endedBadly({ state }: Terminal): boolean {
  return state.is === "closed" || (state.is === "exited" && state.code !== 0);
}

function howItEnded({ id, state }: Terminal, before: string): string {
  switch (state.is) {
    case "exited":
      return `The program in ${id} ended with exit code ${state.code}${before}: look at its terminal.`;
    case "interrupted":
      return `The program in ${id} was stopped by Ctrl+C${before}.`;
    case "suspended":
      return `The program in ${id} was suspended by Ctrl+Z${before}.`;
    default:
      return `The terminal ${id} was closed${before}.`;
  }
}
