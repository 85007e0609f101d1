import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect } from "vitest";
import { gradingResult } from "#contract";
import { courseFolder, labsFolder } from "../../runner/catalog/course.ts";
import { chooseProvider } from "../../runner/sandbox/choose-provider.ts";
import type { SandboxProvider } from "../../runner/sandbox/sandbox.ts";
import { attack } from "./attack.ts";
import {
  gradeFolder,
  openScratch,
  writeCheat,
  type Verdict,
} from "./cheats.ts";

let provider: SandboxProvider | null = null;
let obstacle = "";

beforeAll(async () => {
  try {
    provider = await chooseProvider({ level: "isolated" });
  } catch (error) {
    obstacle = error instanceof Error ? error.message : String(error);
  }
});

/** What a cheat does, its fixture, the lab, and the points that it earns honestly: for programs that do their work. */
const cheats: [what: string, cheat: string, lab: string, points: number][] = [
  ["prints pass lines and JSON results", "prints-verdicts", "pipeline", 0],
  ["prints pass lines and JSON results", "prints-verdicts", "request-reply", 0],
  ["exits early with 0", "exits-at-once", "pipeline", 0],
  ["exits early with 0", "exits-at-once", "request-reply", 0],
  ["writes result files everywhere", "writes-results", "pipeline", 0],
  ["writes result files everywhere", "writes-results", "request-reply", 0],
  ["writes to and floods descriptors", "writes-to-descriptors", "pipeline", 0],
  ["closes its descriptors", "closes-descriptors", "request-reply", 0],
  ["squats the grader's ports", "squats-ports", "pipeline", 0],
  ["squats the grader's ports", "squats-ports", "request-reply", 0],
  ["answers for its peers", "answers-for-its-peers", "pipeline", 6],
  [
    "agrees with its peers on the side",
    "agrees-on-the-side",
    "request-reply",
    0,
  ],
  ["agrees with its peers on the side", "agrees-on-the-side", "pair", 0],
  ["searches for the grader", "searches-for-the-grader", "pipeline", 0],
  ["searches for the grader", "searches-for-the-grader", "request-reply", 0],
  ["kills what it can see", "kills-what-it-sees", "pipeline", 0],
  ["kills what it can see", "kills-what-it-sees", "request-reply", 0],
  ["returns the published example", "returns-published-example", "pipeline", 0],
  [
    "returns the published example",
    "returns-published-example",
    "request-reply",
    0,
  ],
  [
    "behaves only where it smells of grading",
    "only-when-graded",
    "pipeline",
    0,
  ],
  [
    "behaves only where it smells of grading",
    "only-when-graded",
    "request-reply",
    0,
  ],
  ["floods the grader with messages", "floods-the-grader", "pipeline", 6],
  ["floods the grader with messages", "floods-the-grader", "request-reply", 5],
  ["prints what takes minutes to read", "stalls-the-grader", "pipeline", 0],
  [
    "prints what takes minutes to read",
    "stalls-the-grader",
    "request-reply",
    0,
  ],
  [
    "leaves what cannot be removed",
    "leaves-what-cannot-be-removed",
    "request-reply",
    0,
  ],
  ["takes all the memory", "eats-memory", "pair", 0],
  ["takes all the process numbers", "outnumbers-the-grader", "pair", 0],
];

/** What holds of the outcome of every cheat: a verdict, and about the submission. */
function expectVerdict({ result, troubles }: Verdict, points: number): void {
  expect(gradingResult.parse(result)).toEqual(result);
  const seen = JSON.stringify([result.problem, troubles], null, 1);
  expect(result.status, seen).toBe("fail");
  expect(troubles).toEqual([]);
  expect(result.points).toBe(points);
  expect(result.isolation).toBe("isolated");
}

// They wait most of the time, each in a sandbox of its own.
describe.concurrent("Cheats:", () => {
  for (const [what, cheat, lab, points] of cheats)
    attack(
      `A submission that ${what} (${lab})`,
      "isolated",
      async ({ measured, notTried }) => {
        if (!provider) return notTried(obstacle);
        await using scratch = await openScratch();
        const folder = await scratch.folder();
        await writeCheat(cheat, lab, folder);
        const memory = watchGraders();
        const verdict = await gradeFolder(lab, folder, scratch.home, provider);
        const peak = memory.stop();
        expectVerdict(verdict, points);
        const { result } = verdict;
        measured(
          `${result.points} of ${result.maximum} points in ${result.seconds.toFixed(0)} s, graders up to ${peak.toFixed(0)} MiB`,
        );
        expect(peak).toBeGreaterThan(0);
        // All graders that run beside this one count: none of them may fill the machine's memory.
        expect(peak).toBeLessThan(1024);

        const transcripts = result.checks.flatMap(({ evidence }) =>
          evidence.map(({ transcript }) => transcript),
        );
        if (cheat === "searches-for-the-grader") {
          const text = transcripts.join("\n");
          expect(text).toContain("has looked everywhere");
          expect(text.match(/^found .*/gm)).toBeNull();
        }
        if (cheat === "writes-results") {
          expect(transcripts.join("\n")).toMatch(/wrote \d+ files/);
          expect(traces(scratch.home.root)).toEqual([]);
          expect(traces(join(labsFolder, lab))).toEqual([]);
          expect(existsSync(join(courseFolder, "cheat-was-loaded"))).toBe(
            false,
          );
          expect(existsSync("/tmp/cheat-was-loaded")).toBe(false);
        }
      },
      300_000,
    );

  attack(
    "A submission that detaches, and waits for the next check and the next run",
    "isolated",
    async ({ measured, notTried }) => {
      if (!provider) return notTried(obstacle);
      await using scratch = await openScratch();
      const [cheating, honest] = [
        await scratch.folder(),
        await scratch.folder(),
      ];
      await writeCheat("detaches-and-waits", "request-reply", cheating);
      await writeCheat("no such cheat: the solution", "request-reply", honest);
      const first = await gradeFolder(
        "request-reply",
        cheating,
        scratch.home,
        provider,
      );
      expectVerdict(first, 0);
      // Nothing of it lives when the run is over, so nothing can wait for the next.
      expect(processesWith("86420975")).toEqual([]);
      const second = await gradeFolder(
        "request-reply",
        honest,
        scratch.home,
        provider,
      );
      expect(second.result).toMatchObject({ status: "pass", points: 10 });
      measured("0 points, no process left, the next run passes");
    },
    300_000,
  );
});

/** What the process is started with in which a grader runs. */
const graderMain = join(courseFolder, "runner/grading/grader/main.ts");

/** Notes how much memory the largest of all processes needs in which graders run, in MiB. */
function watchGraders(): { stop(): number } {
  let peak = 0;
  const look = () => {
    for (const { pid, command } of commandLines()) {
      if (!command.includes(graderMain)) continue;
      const status = readQuietly(`/proc/${pid}/status`);
      const kib = Number(/^VmRSS:\s*(\d+)/m.exec(status)?.[1] ?? 0);
      peak = Math.max(peak, kib / 1024);
    }
  };
  const timer = setInterval(look, 200);
  return {
    stop() {
      clearInterval(timer);
      return peak;
    },
  };
}

function readQuietly(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    // Gone.
    return "";
  }
}

/** The command lines of this machine's processes. */
function commandLines(): { pid: number; command: string }[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => ({
      pid: Number(pid),
      command: readQuietly(`/proc/${pid}/cmdline`),
    }));
}

/** Files below a folder by which a cheat's code shows that it was loaded. */
function traces(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" }).filter(
    (path) => path.endsWith("cheat-was-loaded"),
  );
}

/** The command lines of this machine's processes that hold a word. */
function processesWith(word: string): string[] {
  return commandLines()
    .map(({ command }) => command)
    .filter((command) => command.includes(word));
}
