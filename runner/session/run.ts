import { setTimeout as delay } from "node:timers/promises";
import { LabsError } from "#contract";
import { endPrograms } from "./end-programs.ts";
import type { Terminal } from "./terminal.ts";
import { waitUntil } from "./wait.ts";

/** How long a shell may take to come to its prompt, in milliseconds: a slow machine's start-up, with room to spare. */
const promptDeadlineMs = 10_000;

/** How long a shell that had a prompt may take to say what became of a line, in milliseconds; then the line is given up. */
const settleMs = 1500;

/** How long a command that has just begun may take to get the keyboard, in milliseconds. */
const foregroundDeadlineMs = 300;

/**
 * What Stop does, and how long each step is given, in milliseconds: clean-up code is what is being taught, so a program
 * first gets the signal that Ctrl+C sends, and time; one that ignores it is ended all the same.
 */
const stopSteps = [
  { how: "Ctrl+C", milliseconds: 3000 },
  { how: "Ctrl+C", milliseconds: 2000 },
  { how: "SIGTERM", milliseconds: 2000 },
  { how: "SIGKILL", milliseconds: 3000 },
] as const;

/** The programs that are suspended in a terminal at this moment. */
export type FindSuspended = () => Promise<readonly { pid: number }[]>;

/**
 * Types a command at the terminal's prompt, as a student would. Settles when it has begun. Throws `busy` when the shell does not
 * begin it.
 */
export async function runCommand(
  terminal: Terminal,
  line: string,
  signal: AbortSignal,
): Promise<void> {
  if (!(await beginCommand(terminal, line, signal)))
    throw notAtPrompt(terminal);
}

/** Brings a terminal to its prompt: what runs there, or is suspended, is stopped. Throws `busy` when the shell does not come to it. */
export async function clearTerminal(
  terminal: Terminal,
  suspended: FindSuspended,
  signal: AbortSignal,
): Promise<void> {
  await untilSettled(terminal, signal);
  await stopCommand(terminal, suspended, signal);
  await untilSettled(terminal, signal);
  // A line that was begun and not finished is given up.
  if (!terminal.atPrompt && terminal.hasPrompted) terminal.interrupt();
  const ready = await waitUntil(terminal, () => terminal.atPrompt, {
    milliseconds: promptDeadlineMs,
    signal,
  });
  if (!ready) throw notAtPrompt(terminal);
}

/** Types a command line. Answers whether the shell has begun it, or was closed, in time. */
function beginCommand(
  terminal: Terminal,
  line: string,
  signal: AbortSignal,
): Promise<boolean> {
  const before = terminal.commandStart;
  terminal.submit(line);
  const begun = () =>
    terminal.commandStart !== before || terminal.state.is === "closed";
  return waitUntil(terminal, begun, { milliseconds: promptDeadlineMs, signal });
}

/** Waits until it is known what the shell does: a line that was just typed may begin a command, or not be one. */
async function untilSettled(
  terminal: Terminal,
  signal: AbortSignal,
): Promise<void> {
  const settled = () =>
    terminal.atPrompt ||
    terminal.continued ||
    terminal.state.is === "running" ||
    terminal.state.is === "closed";
  const milliseconds = terminal.hasPrompted ? settleMs : promptDeadlineMs;
  await waitUntil(terminal, settled, { milliseconds, signal });
}

/**
 * Stops what runs in a terminal: Ctrl+C, again, then SIGTERM and SIGKILL. Then all that is suspended in it: what the shell can
 * bring back is stopped in the same way, everything else by signals. Answers what was needed in the end, or null when
 * nothing ran. Throws `busy` when even SIGKILL did not help.
 */
export async function stopCommand(
  terminal: Terminal,
  suspended: FindSuspended,
  signal: AbortSignal,
): Promise<string | null> {
  let how = await stopRunning(terminal, signal);
  for (let left = (await suspended()).length; left > 0;) {
    await bringBack(terminal, signal);
    how = (await stopRunning(terminal, signal)) ?? how;
    const now = (await suspended()).length;
    if (now >= left) break;
    left = now;
  }
  await endPrograms(suspended, signal);
  return how;
}

async function stopRunning(
  terminal: Terminal,
  signal: AbortSignal,
): Promise<string | null> {
  if (terminal.state.is !== "running") return null;
  const stopped = () => terminal.state.is !== "running";
  await untilForeground(terminal, signal);
  for (const { how, milliseconds } of stopSteps) {
    if (how === "Ctrl+C") terminal.interrupt();
    else await terminal.signal(how);
    if (await waitUntil(terminal, stopped, { milliseconds, signal }))
      return how;
  }
  throw new LabsError(
    "busy",
    `What runs in ${terminal.id} cannot be stopped.`,
    {
      hint: "Close its shell with the command `exit`, or reload the page.",
      learnerSafe: true,
    },
  );
}

/**
 * A command has begun when the shell says so, but it gets Ctrl+C only once it has the keyboard, a moment later. What the shell
 * runs itself, such as a loop, never does: then this waits for nothing and no longer than named above.
 */
async function untilForeground(
  terminal: Terminal,
  signal: AbortSignal,
): Promise<void> {
  const deadline = AbortSignal.timeout(foregroundDeadlineMs);
  while (!deadline.aborted && terminal.state.is === "running") {
    if ((await terminal.foreground()) !== null) return;
    await delay(5, undefined, { signal });
  }
}

/** A suspended program is woken up where its shell waits for its end: until then it holds its port. */
async function bringBack(
  terminal: Terminal,
  signal: AbortSignal,
): Promise<void> {
  await untilSettled(terminal, signal);
  if (terminal.atPrompt) await beginCommand(terminal, "fg", signal);
}

function notAtPrompt(terminal: Terminal): LabsError {
  if (terminal.state.is === "closed")
    return new LabsError(
      "sandbox-ended",
      `The terminal ${terminal.id} is closed.`,
      {
        hint: "Open it again.",
        learnerSafe: true,
      },
    );
  return new LabsError(
    "busy",
    `The shell in ${terminal.id} is not at its prompt.`,
    {
      hint: "Press Ctrl+C in it, then run the program again.",
      learnerSafe: true,
    },
  );
}
