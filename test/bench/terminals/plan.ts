import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { z } from "zod";
import type { Arena } from "./arena.ts";
import { firstByteOfRun, firstByteOfSpawn } from "./metrics/first-byte.ts";
import { crowdEcho, idleMemory, type Crowd } from "./metrics/many-terminals.ts";
import { attachTmux, reconnect } from "./metrics/reconnect.ts";
import type { Sizes } from "./metrics/sizes.ts";
import { stalledMemory, timerGap } from "./metrics/stalled-viewer.ts";
import { throughput } from "./metrics/throughput.ts";
import {
  floodedEcho,
  idleEcho,
  interrupt,
  type Figures,
} from "./metrics/typing.ts";

const run = promisify(execFile);

/** One measurement of one contender. */
export interface Step {
  metric: Metric;
  contender: string;
  measure(): Promise<Figures>;
}

/** What can be measured; the page in a browser is measured once, at the end. */
export const metrics = [
  "throughput",
  "echo",
  "floods",
  "interrupt",
  "first-byte",
  "timer-gap",
  "stalled-memory",
  "idle-memory",
  "reconnect",
  "crowd",
  "browser",
] as const;
export type Metric = (typeof metrics)[number];

/** The first lab that is used for reconnecting: the others are counted from 1. */
const firstReconnectLab = 300;

/** All measurements of one repetition, in no particular order. */
export function planRepetition(
  arena: Arena,
  crowds: readonly Crowd[],
  sizes: Sizes,
  repetition: number,
): Step[] {
  const { runners, bare, peers, reader, tmux, level } = arena;
  const strongest = runners.slice(0, 1);
  const steps: Step[] = [];
  const add = (metric: Metric, contender: string, measure: Step["measure"]) =>
    void steps.push({ metric, contender, measure });

  for (const each of [...runners, bare, ...peers]) {
    add("throughput", each.name, () => throughput(each, sizes));
    add("echo", each.name, () => idleEcho(each, sizes));
    add("floods", each.name, () => floodedEcho(each, sizes));
    add("interrupt", each.name, () => interrupt(each));
  }
  for (const each of [...strongest, bare, ...peers]) {
    add("timer-gap", each.name, () => timerGap(each, sizes));
    add("stalled-memory", each.name, () => stalledMemory(each, sizes));
  }
  for (const each of runners)
    add("first-byte", each.name, () => firstByteOfRun(each));
  add("first-byte", bare.name, () => firstByteOfSpawn(bare));
  for (const each of strongest) {
    add("reconnect", each.name, () =>
      reconnect(each, firstReconnectLab + repetition),
    );
    add("idle-memory", each.name, () => idleMemory(level, sizes));
    for (const crowd of crowds)
      add("crowd", each.name, () => crowdEcho(crowd, sizes));
  }
  if (tmux !== null) add("reconnect", "tmux attach", () => attachTmux(tmux));
  if (reader !== null) {
    const name = "C reader of a pty";
    add("throughput", name, () => read(reader, "throughput", sizes.numbers));
    add("echo", name, () => read(reader, "echo", sizes.keys));
  }
  return steps;
}

const readerFigures = z.union([
  z.object({ throughput: z.number() }),
  z
    .object({ p50: z.number(), p99: z.number() })
    .transform(({ p50, p99 }) => ({ "echo p50": p50, "echo p99": p99 })),
]);

async function read(
  reader: string,
  what: string,
  count: number,
): Promise<Figures> {
  const { stdout } = await run(reader, [what, String(count)]);
  return readerFigures.parse(JSON.parse(stdout));
}
