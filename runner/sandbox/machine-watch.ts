import { availableParallelism } from "node:os";
import {
  type MachineCounters,
  readMachineCounters,
} from "./machine-counters.ts";

/** Between two glances at the machine's counters, in milliseconds. */
export const glancePause = 40;

/**
 * How fast programs can fill memory, in bytes per second: a core of a fast machine clears 3 GiB of new pages a second, and from
 * four cores on the memory itself is the limit.
 */
export const fastestFill = Math.min(availableParallelism(), 4) * 3 * 2 ** 30;

/** What the machine may hand out until a lab is looked at again. */
export interface Allowance {
  bytes: number;
  processes: number;
  /** Bytes written to files on disks. */
  written: number;
}

interface Glance {
  time: number;
  counters: MachineCounters | null;
}

interface Watched {
  allowance: Allowance;
  /** The machine when it was allowed. */
  since: Glance;
  /** It has handed out more than this. Called at each glance, until something else is allowed. */
  onExceeded: () => void;
}

/** Whoever looks at a lab again by itself. */
interface Looking extends Watched {
  look: () => Pick<Allowance, "bytes" | "processes">;
}

const watched = new Set<Watched>();
const due = new Set<Looking>();
let timer: NodeJS.Timeout | undefined;

/**
 * Calls `look` at once, and again whenever this machine, all of it, has handed out more than the last look allowed: what nobody
 * was given, a lab cannot have taken. So an idle lab costs nothing. Answers how to stop.
 */
export function watchMachine(look: Looking["look"]): () => void {
  const entry: Looking = {
    look,
    allowance: { bytes: 0, processes: 0, written: Infinity },
    since: glance(),
    onExceeded: () => lookSoon(entry),
  };
  lookSoon(entry);
  const stop = add(entry);
  return () => {
    stop();
    due.delete(entry);
  };
}

/** Counts from now on what this machine, all of it, writes to files on disks. */
export function countWrites(): {
  /** Settles when it is more than so many bytes, or when `signal` says so; never where the machine does not tell. */
  moreThan(bytes: number, signal: AbortSignal): Promise<void>;
} {
  const since = glance();
  return {
    moreThan(bytes, signal) {
      const { promise, resolve } = Promise.withResolvers<undefined>();
      const done = () => resolve(undefined);
      const stop = add({
        allowance: { bytes: Infinity, processes: Infinity, written: bytes },
        since,
        onExceeded: done,
      });
      if (signal.aborted) done();
      signal.addEventListener("abort", done, { once: true });
      return promise.finally(() => {
        signal.removeEventListener("abort", done);
        stop();
      });
    },
  };
}

/** Answers how to take it away again. */
function add(entry: Watched): () => void {
  watched.add(entry);
  timer ??= setInterval(glanceAtAll, glancePause).unref();
  return () => {
    watched.delete(entry);
    if (watched.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

function glance(): Glance {
  return { time: performance.now(), counters: readMachineCounters() };
}

function glanceAtAll(): void {
  const now = glance();
  for (const entry of watched) {
    const { bytes, processes, written } = handedOut(entry.since, now);
    const { allowance } = entry;
    if (
      bytes >= allowance.bytes ||
      processes > allowance.processes ||
      written > allowance.written
    )
      entry.onExceeded();
  }
}

/** One look in each turn of the event loop: what is typed must not wait for those at forty labs. */
function lookSoon(entry: Looking): void {
  due.add(entry);
  if (due.size === 1) setImmediate(lookNext);
}

function lookNext(): void {
  const [entry] = due;
  if (!entry) return;
  due.delete(entry);
  if (due.size > 0) setImmediate(lookNext);
  entry.since = glance();
  entry.allowance = { ...entry.look(), written: Infinity };
}

/** What the machine has handed out between two glances, or could have where it does not say. */
function handedOut(before: Glance, now: Glance): Allowance {
  if (!before.counters || !now.counters)
    return {
      bytes: ((now.time - before.time) / 1000) * fastestFill,
      processes: Infinity,
      written: 0,
    };
  const processes = now.counters.lastStarted - before.counters.lastStarted;
  return {
    bytes: now.counters.allocated - before.counters.allocated,
    // The numbers began anew.
    processes: processes < 0 ? Infinity : processes,
    written: now.counters.written - before.counters.written,
  };
}
