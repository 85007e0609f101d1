import { readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { expect } from "vitest";
import type { IsolationLevel, TerminalState } from "#contract";
import { labLimits } from "../../runner/sandbox/limits.ts";
import { membersOf, userNamespace } from "../../runner/sandbox/members.ts";
import { readStat } from "../../runner/sandbox/process-stat.ts";
import { LabClient } from "../helpers/lab-client.ts";
import { processesWith } from "../helpers/processes.ts";
import type { Attack } from "./attack.ts";
import {
  availableMemory,
  beginEcho,
  measureEcho,
  startRunner,
  type LabRunner,
  type Measurements,
} from "./scene.ts";

/** The promise to whoever works in another lab meanwhile, in milliseconds, for 99 of 100 keys. */
export const slowestEcho = 200;

/** What came of a lab that was used to exhaust the machine. */
export interface Siege {
  runner: LabRunner;
  /** The page on the lab that attacks. */
  attacker: LabClient;
  /** How fast the other lab echoed keys before, and meanwhile. */
  calm: Measurements;
  echo: Measurements;
  /** By how much the machine's free memory dropped, in bytes. */
  drop: number;
  /** How much memory the attacking lab had at most, in bytes. */
  peak: number;
  /** Where its first terminal ended up. */
  state: TerminalState;
}

/**
 * Runs shell commands in the terminals of one lab, one each, while somebody types in another lab of the same runner: until the
 * attacking lab is ended, or for some seconds.
 *
 * Others may keep the machine busy for a moment: a siege that did not hold is repeated, twice at most, and the last counts.
 */
export async function besiege(
  level: IsolationLevel,
  commands: readonly string[],
  seconds: number,
): Promise<Siege> {
  let siege = await attempt(level, commands, seconds);
  for (let more = 2; more > 0 && !holds(siege); more -= 1) {
    await siege.runner.kill();
    siege = await attempt(level, commands, seconds);
  }
  return siege;
}

/** Whether it stayed within what is promised. */
function holds({ echo, drop, peak }: Siege): boolean {
  return (
    echo.quantile(0.99) < slowestEcho &&
    Math.max(drop, peak) <= labLimits.memoryBytes
  );
}

async function attempt(
  level: IsolationLevel,
  commands: readonly string[],
  seconds: number,
): Promise<Siege> {
  const runner = await startRunner({ labs: 2, level });
  const bystander = await LabClient.open(runner, "relay-1");
  await bystander.shows("listener", "lab$");
  const attacker = await LabClient.open(runner, "relay-2");
  attacker.keeps = 64 * 1024;
  for (const terminal of attacker.screens.keys())
    await attacker.shows(terminal, "lab$");
  await beginEcho(bystander, "listener");
  const calm = await measureEcho(bystander, "listener", () => true, 100);
  const memory = watchMemory("relay-2", runner.pid);
  for (const [index, terminal] of [...attacker.screens.keys()].entries())
    if (commands[index]) attacker.type(terminal, `clear; ${commands[index]}\r`);
  const end = Date.now() + seconds * 1000;
  const over = () =>
    Date.now() > end || attacker.state("listener").is === "closed";
  const echo = await measureEcho(bystander, "listener", over, 200);
  // A lab that was just about to be ended is given the time.
  await delay(100);
  const { drop, peak } = memory.stop();
  return {
    runner,
    attacker,
    calm,
    echo,
    drop,
    peak,
    state: attacker.state("listener"),
  };
}

/** Watches the machine's free memory every 20 ms, and that of a lab's processes every 100 ms. */
function watchMemory(
  label: string,
  runner: number,
): {
  stop(): { drop: number; peak: number };
} {
  const own = processesWith(label).filter((pid) => descends(pid, runner));
  const namespaces = new Set(own.map(userNamespace));
  // What made the sandbox stands outside of it.
  namespaces.delete(userNamespace(process.pid));
  const before = availableMemory();
  let least = before;
  let peak = 0;
  const timers = [
    setInterval(() => (least = Math.min(least, availableMemory())), 20),
    setInterval(() => {
      const members = [...namespaces].flatMap(membersOf);
      const used = members.map(memoryOf).reduce((sum, one) => sum + one, 0);
      peak = Math.max(peak, used);
    }, 100),
  ];
  return {
    stop() {
      timers.forEach(clearInterval);
      return { drop: before - least, peak };
    },
  };
}

function descends(pid: number, ancestor: number): boolean {
  if (pid === ancestor) return true;
  const parent = readStat(pid)?.parent;
  return parent !== undefined && parent > 1 && descends(parent, ancestor);
}

function memoryOf(pid: number): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    const sizes = [...status.matchAll(/^Rss(?:Anon|Shmem):\s*(\d+) kB/gm)];
    return sizes.reduce((sum, [, size]) => sum + Number(size) * 1024, 0);
  } catch {
    // It has just ended.
    return 0;
  }
}

/** The levels at which a lab's share of the machine is bounded. */
export const boundedLevels = ["isolated", "namespaced"] as const;

/** Reports what matters of every siege. */
export function report(
  { measured }: Attack,
  { calm, echo }: Pick<Siege, "calm" | "echo">,
  more: string,
): void {
  const [before, meanwhile] = [calm, echo].map((each) =>
    Math.round(each.quantile(0.99)),
  );
  measured(`echo p99 ${meanwhile} ms (${before} ms before); ${more}`);
}

/** Others use this machine as well: where they alone make keys slow, nothing can be said about an attack. */
export function expectResponsive(
  { notTried }: Attack,
  { calm, echo }: Pick<Siege, "calm" | "echo">,
): void {
  const [before, meanwhile] = [calm.quantile(0.99), echo.quantile(0.99)];
  if (meanwhile >= slowestEcho && before >= slowestEcho / 4)
    notTried(
      `this machine is too busy: an echo takes ${Math.round(before)} ms (p99) before the attack`,
    );
  expect(meanwhile).toBeLessThan(slowestEcho);
}
