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
}

interface Glance {
  time: number;
  counters: MachineCounters | null;
}

interface Watched {
  look: () => Allowance;
  allowance: Allowance;
  /** The machine at the last look. */
  since: Glance;
}

const watched = new Set<Watched>();
const due = new Set<Watched>();
let timer: NodeJS.Timeout | undefined;

/**
 * Calls `look` at once, and again whenever this machine, all of it, has handed out more than the last look allowed: what nobody
 * was given, a lab cannot have taken. So an idle lab costs nothing. Answers how to stop.
 */
export function watchMachine(look: () => Allowance): () => void {
  const allowance = { bytes: 0, processes: 0 };
  const entry: Watched = { look, allowance, since: glance() };
  watched.add(entry);
  lookSoon(entry);
  timer ??= setInterval(glanceAtAll, glancePause).unref();
  return () => {
    watched.delete(entry);
    due.delete(entry);
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
    const { bytes, processes } = handedOut(entry.since, now);
    const { allowance } = entry;
    if (bytes >= allowance.bytes || processes > allowance.processes)
      lookSoon(entry);
  }
}

/** One look in each turn of the event loop: what is typed must not wait for those at forty labs. */
function lookSoon(entry: Watched): void {
  due.add(entry);
  if (due.size === 1) setImmediate(lookNext);
}

function lookNext(): void {
  const [entry] = due;
  if (!entry) return;
  due.delete(entry);
  if (due.size > 0) setImmediate(lookNext);
  entry.since = glance();
  entry.allowance = entry.look();
}

/** What the machine has handed out between two glances, or could have where it does not say. */
function handedOut(before: Glance, now: Glance): Allowance {
  if (!before.counters || !now.counters)
    return {
      bytes: ((now.time - before.time) / 1000) * fastestFill,
      processes: Infinity,
    };
  const processes = now.counters.lastStarted - before.counters.lastStarted;
  return {
    bytes: now.counters.allocated - before.counters.allocated,
    // The numbers began anew.
    processes: processes < 0 ? Infinity : processes,
  };
}
