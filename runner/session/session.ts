// One file: what an open lab can be asked for shares its terminals, its sandbox, and what is under way in each.
import { randomUUID } from "node:crypto";
import { LabsError, type Recording, type TerminalManifest } from "#contract";
import type { Lab } from "../catalog/lab.ts";
import type { Sandbox, SandboxProvider } from "../sandbox/sandbox.ts";
import { createClock } from "./clock.ts";
import { listPrograms } from "./lab-programs.ts";
import { createLabSandbox } from "./lab-sandbox.ts";
import { boundPorts, programLine, restartLine } from "./program-line.ts";
import type { Size } from "./pty.ts";
import { waitReady } from "./readiness.ts";
import { recordingOf, type RecordingStart } from "./recording.ts";
import { createRunAll, type StartingListener } from "./run-all.ts";
import { clearTerminal, runCommand, stopCommand } from "./run.ts";
import type { Scrollback } from "./scrollback.ts";
import { stopEverything } from "./stop-everything.ts";
import { Terminal } from "./terminal.ts";
import { watchPrograms } from "./watch-programs.ts";
import { watchSources } from "./watch-sources.ts";

/** The terminals of one open lab, in the lab's one sandbox. */
export interface Session {
  /** Under this id the terminals' sequence numbers belong together; another id means that they began anew. */
  readonly run: string;
  /** In the order of the manifest. */
  readonly terminals: readonly Terminal[];
  /** Throws `terminal-unknown`. */
  terminal(id: string): Terminal;
  /**
   * Types the command of the terminal's program; a closed terminal is opened again first. Settles when it has begun, or when
   * the terminal's notes say that it waits for a port which another program of the lab has left taken.
   */
  start(id: string): Promise<void>;
  /** Stops what runs in a terminal and types its command again. */
  restart(id: string): Promise<void>;
  /** Ends the lab's programs that hold what a terminal's notes say is held; a start that waits for it goes on. */
  free(id: string): Promise<void>;
  /** Stops what runs in a terminal and answers what that took; a call while it is stopping sends Ctrl+C again. */
  stop(id: string): Promise<string | null>;
  /** Stops all, then starts all in order, each when the one before is ready. A second call begins again. */
  startAll(): Promise<void>;
  /** Ends everything of the lab, wherever its shells have put it. The shells stay, unless nothing else helps. */
  stopAll(): Promise<void>;
  /** A new shell where the shell has ended; a new sandbox where that has. */
  reopen(id: string): Promise<void>;
  /** What happened in the terminals so far; the clock begins with the session unless said otherwise. */
  recording(start?: RecordingStart): Recording;
  /** Ends every program, leaves `reason` in each terminal, and keeps the scrollback. Idempotent. */
  close(reason: string): Promise<void>;
}

/** What a session is made of. */
export interface SessionOptions {
  lab: Lab;
  /** The folder of the student's files. */
  folder: string;
  provider: SandboxProvider;
  /** Where earlier output comes from and goes. */
  scrollback: Scrollback;
  onStarting: StartingListener;
  /** The terminals' size until a page says another. */
  size?: Size;
  /** How long "Run all" waits before each start, in milliseconds; not at all unless said. */
  pauseMs?: number;
}

/** How often the output of open terminals is kept, in milliseconds: what a runner that is killed may lose. */
const keepEveryMs = 10_000;

/**
 * Opens a lab's sandbox and a shell in each terminal. When there can be no sandbox, the terminals are closed and say
 * why: files, lesson and checks do not need them.
 */
export async function openSession(options: SessionOptions): Promise<Session> {
  const { lab, scrollback } = options;
  const manifests = lab.manifest.terminals;
  const earlier = await scrollback.load();
  let run = earlier?.run ?? randomUUID();
  const clock = createClock();
  const terminals = manifests.map(
    ({ id }, number) => new Terminal(id, number, earlier?.rings.get(id), clock),
  );
  if (options.size) for (const each of terminals) each.resize(options.size);
  const closing = new AbortController();
  const attempts = new Map<string, AbortController>();
  const stopping = new Map<string, Promise<string | null>>();
  let closed: Promise<void> | null = null;

  const sandbox = createLabSandbox({
    provider: options.provider,
    folder: options.folder,
    label: lab.id,
    onGone: (reason) => terminals.forEach((each) => each.close(reason)),
  });

  const programs = watchPrograms(terminals, () => sandbox.current());
  const sources = terminals.map((each) => watchSources(each, options.folder));
  let ending: Promise<unknown> = Promise.resolve();

  function terminal(id: string): Terminal {
    const found = terminals.find((each) => each.id === id);
    if (found) return found;
    const message = `This lab has no terminal "${id}".`;
    throw new LabsError("terminal-unknown", message, { learnerSafe: true });
  }

  /** Does something in a terminal in place of what was under way there: the last click counts. */
  async function attempt<T>(
    id: string,
    work: (terminal: Terminal, signal: AbortSignal) => Promise<T>,
    outer: AbortSignal = closing.signal,
  ): Promise<T> {
    const target = terminal(id);
    attempts.get(id)?.abort();
    const mine = new AbortController();
    attempts.set(id, mine);
    try {
      return await work(
        target,
        AbortSignal.any([mine.signal, closing.signal, outer]),
      );
    } finally {
      if (attempts.get(id) === mine) attempts.delete(id);
    }
  }

  const suspendedIn = (id: string) => async () => {
    const opened = await sandbox.current();
    const programs = opened ? await listPrograms(opened, terminals) : [];
    return programs.filter((each) => each.stopped && each.terminal === id);
  };

  /** Answers null, or what keeps the program from being started. */
  async function begin(
    target: Terminal,
    signal: AbortSignal,
    line = programLine(lab, target.number),
  ): Promise<string | null> {
    if (target.state.is === "closed") await reopen(target.id);
    await clearTerminal(target, suspendedIn(target.id), signal);
    const meant = ({ state, number }: Terminal) =>
      state.is === "running" && state.command === programLine(lab, number);
    const ports = boundPorts(lab, target.id);
    const [holder] = await programs.obstacles(target, ports, meant);
    signal.throwIfAborted();
    if (holder)
      return `Port ${holder.port} is held by ${holder.command ?? "another program"}, so ${target.id} was not started.`;
    await runCommand(target, line, signal);
    return null;
  }

  function stop(id: string, outer?: AbortSignal): Promise<string | null> {
    const under = stopping.get(id);
    if (under) terminal(id).interrupt();
    const stopOne = (target: Terminal, signal: AbortSignal) =>
      stopCommand(target, suspendedIn(id), signal);
    const work = under ?? attempt(id, stopOne, outer);
    stopping.set(id, work);
    return work.finally(() => {
      stopping.delete(id);
      return programs.look();
    });
  }

  /** What is started meanwhile waits until nothing is left of what was there: it would be taken for a part of that. */
  async function stopAll(outer: AbortSignal): Promise<void> {
    const signal = AbortSignal.any([closing.signal, outer]);
    const work = stopEverything(
      {
        terminals,
        sandbox,
        reopen,
        stop: (id) => unlessSuperseded(stop(id, outer)),
      },
      signal,
    ).finally(() => programs.look());
    ending = work.catch(() => undefined);
    return work;
  }

  async function start(id: string, again = false): Promise<void> {
    await ending;
    await unlessSuperseded(
      attempt(id, (target, signal) =>
        begin(
          target,
          signal,
          (again && restartLine(target.state)) || undefined,
        ),
      ),
    );
  }

  async function reopen(id: string): Promise<void> {
    const target = terminal(id);
    const opened = await sandbox.get();
    if (target.state.is === "closed") target.start(opened);
  }

  const runAll = createRunAll({
    manifests,
    stopAll,
    startOne: (manifest: TerminalManifest, outer) =>
      attempt(
        manifest.id,
        async (target, signal) => {
          const obstacle = await begin(target, signal);
          if (obstacle !== null) return obstacle;
          return waitReady(target, manifest.ready, await sandbox.get(), signal);
        },
        outer,
      ),
    onStarting: options.onStarting,
    pauseMs: options.pauseMs ?? 0,
  });

  /** The terminals say what went wrong with them; a defect of ours is for the log. */
  async function open(): Promise<void> {
    try {
      const opened = await sandbox.get();
      for (const each of terminals) startShell(each, opened);
    } catch (error) {
      if (error instanceof LabsError) return;
      await sandbox.close();
      throw error;
    }
  }

  async function closeNow(reason: string): Promise<void> {
    clearInterval(keeping);
    programs.close();
    for (const stopWatching of sources) stopWatching();
    closing.abort();
    runAll.cancel();
    for (const each of terminals) each.close(reason);
    // On a full disk only the scrollback is lost: the programs are ended whatever else fails.
    const kept = scrollback.save(run, terminals, true);
    const outcomes = await Promise.allSettled([sandbox.close(), kept]);
    for (const outcome of outcomes)
      if (outcome.status === "rejected") throw outcome.reason;
  }

  // From here on pages are sent more than was kept when the lab was last closed. Where that cannot be noted, their numbers
  // must not be taken for those of an earlier run.
  const noted = await scrollback.save(run, terminals, false).then(
    () => true,
    () => false,
  );
  if (!noted) run = randomUUID();
  await open();
  const keep = createKeeper(run, terminals, scrollback);
  const keeping = setInterval(keep, keepEveryMs).unref();

  return {
    run,
    terminals,
    terminal,
    start: (id) => start(id),
    restart: (id) => start(id, true),
    async free(id) {
      const { held, waits } = terminal(id).notes;
      await programs.free(held, closing.signal);
      if (waits) await start(id);
    },
    stop: (id) => unlessSuperseded(stop(id)).then((how) => how ?? null),
    startAll: () => runAll.start(),
    async stopAll() {
      runAll.cancel();
      await unlessSuperseded(stopAll(closing.signal));
    },
    reopen,
    recording: (
      start = { timestamp: Math.floor(clock.startedAt / 1000), from: 0 },
    ) => recordingOf(lab, terminals, start),
    close: (reason) => (closed ??= closeNow(reason)),
  };
}

/** A terminal that cannot be opened says so; the others do not suffer for it. */
function startShell(terminal: Terminal, sandbox: Sandbox): void {
  try {
    terminal.start(sandbox);
  } catch (error) {
    if (!(error instanceof LabsError)) throw error;
    terminal.close(error.message);
  }
}

/** Nothing went wrong when somebody asked for something else meanwhile. */
async function unlessSuperseded<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof Error && error.name === "AbortError") return undefined;
    throw error;
  }
}

/** Keeps the scrollback when there is something new; a full disk only costs the scrollback. */
function createKeeper(
  run: string,
  terminals: readonly Terminal[],
  scrollback: Scrollback,
): () => void {
  let kept = -1;
  return () => {
    const end = terminals.reduce((sum, { ring }) => sum + ring.end, 0);
    if (end === kept) return;
    kept = end;
    scrollback.save(run, terminals, false).catch(() => (kept = -1));
  };
}
