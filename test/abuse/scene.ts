import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { chown, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { onTestFinished } from "vitest";
import { z } from "zod";
import type { IsolationLevel } from "#contract";
import type { LabClient } from "../helpers/lab-client.ts";
import type { OrdinaryUser } from "../helpers/unprivileged.ts";

const announcement = z.object({
  url: z.string(),
  link: z.string(),
  pid: z.int().positive(),
});

/** A runner in a process of its own, with many small labs. */
export interface LabRunner extends z.infer<typeof announcement> {
  home: string;
  /** Ends it at once, as a crash would, and waits. Idempotent. */
  kill(): Promise<void>;
}

/**
 * Starts a runner with the labs `relay-1`, `relay-2` and so on; it is gone, and its home too, at the end of the test.
 *
 * @param manner Words before the command, and the user it is run by if that is not this one.
 */
export async function startRunner(
  options: {
    labs: number;
    idleMs?: number;
    level?: IsolationLevel;
  },
  manner: { before?: readonly string[]; user?: OrdinaryUser | null } = {},
): Promise<LabRunner> {
  const { before = [], user } = manner;
  const find = (path: string) => user?.find(path) ?? path;
  const home = await mkdtemp(join(user?.home ?? tmpdir(), "labs-abuse-"));
  if (user) await chown(home, user.id, user.id);
  const script = join(import.meta.dirname, "serve-labs.ts");
  const node = find(process.execPath);
  const [file = node, ...args]: string[] = [
    ...before,
    ...(user?.before ?? []),
    ...[node, find(script)],
    JSON.stringify({ home, ...options }),
  ];
  const child = spawn(file, args, {
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, ...(user && { HOME: user.home }) },
  });
  const exited = once(child, "exit");
  const kill = async () => {
    child.kill("SIGKILL");
    await exited;
  };
  onTestFinished(async () => {
    await kill();
    // What was killed with the runner may be writing for a moment.
    await rm(home, { recursive: true, force: true, maxRetries: 10 });
  });
  const [line] = (await once(child.stdout, "data")) as [Buffer];
  return { ...announcement.parse(JSON.parse(String(line))), home, kill };
}

/** A sorted list of measurements. */
export interface Measurements {
  count: number;
  /** The value below which this part (0 to 1) of the measurements lies. */
  quantile(part: number): number;
}

export function summarize(values: readonly number[]): Measurements {
  const sorted = [...values].sort((a, b) => a - b);
  return {
    count: sorted.length,
    quantile: (part) =>
      sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ??
      NaN,
  };
}

/** Between two keys, in milliseconds: a fast typist's. */
const keyPause = 15;

/** Starts a program in a terminal that echoes each key. The terminal must be at its prompt. */
export async function beginEcho(
  page: LabClient,
  terminal: string,
): Promise<void> {
  page.type(terminal, "stty raw -echo; printf 'type %s' now; cat\r");
  await page.shows(terminal, "type now");
}

/**
 * Types keys into the program of `beginEcho`, one after another, until `over`, and at least `least` times. Times in milliseconds, from
 * the key to the page's receipt of its echo.
 */
export async function measureEcho(
  page: LabClient,
  terminal: string,
  over: () => boolean,
  least = 100,
): Promise<Measurements> {
  const times: number[] = [];
  while (!over() || times.length < least) {
    const end = page.screen(terminal).end;
    const typed = performance.now();
    page.type(terminal, "x");
    await page.until(
      "the key is echoed",
      () => page.screen(terminal).end > end,
    );
    times.push(performance.now() - typed);
    await delay(keyPause);
  }
  return summarize(times);
}

/** How much memory this machine has to give, in bytes (MemAvailable of proc_meminfo(5)). */
export function availableMemory(): number {
  const meminfo = readFileSync("/proc/meminfo", "utf8");
  return Number(/^MemAvailable:\s*(\d+) kB/m.exec(meminfo)?.[1]) * 1024;
}

export const mebibytes = (bytes: number) =>
  `${Math.round(bytes / 2 ** 20)} MiB`;
export const milliseconds = (value: number) =>
  `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;
