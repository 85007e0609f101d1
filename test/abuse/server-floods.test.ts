import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { join } from "node:path";
import { json } from "node:stream/consumers";
import { afterAll, beforeAll, expect } from "vitest";
import { z } from "zod";
import {
  createHome,
  startCourse,
  type RunningCourse,
} from "../helpers/course.ts";
import { LabClient } from "../helpers/lab-client.ts";
import { passFrom } from "../helpers/pass.ts";
import { attack } from "./attack.ts";

const floodProgram = join(import.meta.dirname, "../fixtures/floods/flood.ts");

/** How long each flood lasts, in seconds. */
const seconds = 1;

let home: Awaited<ReturnType<typeof createHome>>;
let course: RunningCourse;
let token: string;
/** Somebody who works in another lab meanwhile. */
let other: LabClient;
/** How long the other one's echoes took without a flood, in milliseconds. */
let calm: number[];

beforeAll(async () => {
  home = await createHome();
  course = await startCourse(home.home);
  token = passFrom(course);
  other = await LabClient.open(course, "request-reply");
  other.type("server", "stty raw -echo; printf ready; exec cat\r");
  await other.shows("server", "\u0007ready");
  calm = await echoesDuring(Promise.resolve(), 100);
});

afterAll(async () => {
  await other.close();
  expect(await course.stop()).toBe(0);
  await home.remove();
});

/** Types and awaits echoes, one after the other, until `flood` has ended and there were at least so many. */
async function echoesDuring(
  flood: Promise<unknown>,
  least = 20,
): Promise<number[]> {
  const times: number[] = [];
  const state = { over: false };
  const ended = flood.finally(() => (state.over = true));
  while (!state.over || times.length < least) {
    const text = `<${times.length}.${Math.random()}>`;
    const typed = performance.now();
    other.type("server", text);
    await other.shows("server", text);
    times.push(performance.now() - typed);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  await ended;
  return times;
}

const floodCount = z.object({
  sent: z.number(),
  refused: z.number(),
  codes: z.record(z.string(), z.number()),
});

async function flood(kind: string): Promise<z.infer<typeof floodCount>> {
  const { port } = new URL(course.url);
  const args = [floodProgram, kind, port, token, "pair", String(seconds)];
  const child = spawn(process.execPath, args, {
    stdio: ["ignore", "pipe", "inherit"],
  });
  return floodCount.parse(await json(child.stdout));
}

function percentile(times: number[], share: number): number {
  const sorted = [...times].sort((one, next) => one - next);
  return sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN;
}

/** The runner's resident memory in MiB. */
function memory(): number {
  const status = readFileSync(
    `/proc/${course.process.pid ?? 0}/status`,
    "utf8",
  );
  return Number(/^VmRSS:\s*(\d+)/m.exec(status)?.[1]) / 1024;
}

/** What is sent, and the code with which such a socket is closed; null where it need not be. */
const kinds: [what: string, kind: string, code: string | null][] = [
  ["Thousands of messages a second", "messages", "4003"],
  ["Thousands of window sizes a second", "resizes", "4003"],
  ["Binary frames of 10 MB", "frames", "1009"],
  ["Text frames of 10 MB", "text frames", "1009"],
  ["Malformed JSON", "malformed", "4002"],
  ["JSON of another schema", "schema", "4002"],
  ["JSON a million levels deep", "nested", "4002"],
  ["Typing as fast as the socket takes it", "typing", null],
  ["Connections of strangers", "strangers", null],
  ["Headers of 100 KB", "headers", null],
  ["Bodies of 1 GB", "body", null],
];

for (const [what, kind, code] of kinds)
  attack(`${what}, while another lab goes on`, "any", async ({ measured }) => {
    const flooding = flood(kind);
    const times = await echoesDuring(flooding);
    const { sent, refused, codes } = await flooding;
    expect(sent).toBeGreaterThan(0);
    if (code === null) expect(sent + refused).toBeGreaterThan(10);
    else
      expect(Object.keys(codes).filter((each) => each !== "1005")).toEqual([
        code,
      ]);
    // Everything typed meanwhile came back: echoesDuring waits for each. It must not take the runner's memory either.
    expect(memory()).toBeLessThan(600);
    expect(course.output().split("\n").length).toBeLessThan(50);
    measured(
      `${sent} sent, ${refused} refused; echo p50 ${percentile(times, 0.5).toFixed(1)} ms, p99 ${percentile(times, 0.99).toFixed(0)} ms (calm ${percentile(calm, 0.5).toFixed(1)}, ${percentile(calm, 0.99).toFixed(0)}), runner ${memory().toFixed(0)} MiB`,
    );
  });

attack(
  "500 connections that say nothing, and sockets beyond the number allowed",
  "any",
  async ({ measured }) => {
    const { port } = new URL(course.url);
    const silent: Socket[] = [];
    const pages: LabClient[] = [];
    try {
      for (let count = 0; count < 500; count++) {
        const socket = connect(Number(port), "127.0.0.1");
        socket.on("error", () => undefined);
        socket.write("GET / HTTP/1.1\r\nX-");
        silent.push(socket);
      }
      const opening = Promise.allSettled(
        Array.from({ length: 230 }, async () => {
          const page = new LabClient(course, "request-reply");
          page.socket.on("error", () => undefined);
          pages.push(page);
          await new Promise((resolve, reject) => {
            page.socket.once("open", resolve);
            page.socket.once("close", reject);
          });
        }),
      );
      const times = await echoesDuring(opening, 50);
      const outcomes = await opening;
      const open = outcomes.filter(
        ({ status }) => status === "fulfilled",
      ).length;
      expect(open).toBeLessThan(230);
      expect(open).toBeGreaterThan(100);
      measured(
        `${open} of 230 sockets; echo p50 ${percentile(times, 0.5).toFixed(1)} ms, p99 ${percentile(times, 0.99).toFixed(0)} ms`,
      );
    } finally {
      for (const socket of silent) socket.destroy();
      for (const page of pages) page.socket.terminate();
    }
  },
);
