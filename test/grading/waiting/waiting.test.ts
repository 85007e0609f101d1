import { expect, onTestFinished, test } from "vitest";
import { Pair } from "zeromq";
import type { WatchedProgram } from "../../../runner/grading/grader/waiting/watched-program.ts";
import { createWaiting } from "../../../runner/grading/grader/waiting/waiting.ts";
import { CheckFailure } from "../../../runner/grading/grader/outcome/failures.ts";
import { StartedProgram } from "../../../runner/grading/grader/programs/started-program.ts";
import { keepBusy } from "../../../runner/grading/verify/keep-busy.ts";
import { idle, zeromq } from "../real-program.ts";

const patient = { timeout: 120_000 };
const never = new Promise<never>(() => undefined);

/** A check's waits on programs of these sources, with so many seconds for it. */
async function open(seconds: number, ...sources: string[]) {
  const programs: WatchedProgram[] = [];
  const waiting = createWaiting(seconds, programs);
  onTestFinished(() => waiting.close());
  for (const [index, source] of sources.entries()) {
    const args = ["--no-memory-reducer", "-e", source];
    const program = new StartedProgram(
      {
        terminal: `terminal-${index + 1}`,
        shown: "node program.ts",
        command: { file: process.execPath, args, env: {}, cwd: "/" },
        files: [],
      },
      () => waiting,
    );
    onTestFinished(() => program.stop());
    await program.spawned;
    programs.push(program);
  }
  return { waiting, programs };
}

/** The message of the failure, and after how many milliseconds it came. */
async function failure(wait: Promise<unknown>) {
  const began = performance.now();
  const error: unknown = await wait.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof CheckFailure))
    throw new Error("no failure of a check", { cause: error });
  return { message: error.message, after: performance.now() - began };
}

test("a wait is given up soon when nothing can come, and says how the program stands", async () => {
  const { waiting, programs } = await open(60, `${idle}; console.log("here")`);
  const { message, after } = await failure(
    waiting.until(never, { from: programs, what: "a word" }),
  );
  console.log(`given up after ${Math.round(after)} ms`);
  expect(message).toMatch(
    /^Waited for a word from terminal-1, but it did not come, and nothing moves any more\. terminal-1 is still running and last printed "here"\.$/,
  );
});

test("a wait is given up after its program has ended, whether others stand still or not", async () => {
  const calm = await open(60, "", idle);
  const lively = await open(60, "", "for (;;);");
  const [soon, late] = await Promise.all(
    [calm, lively].map(async ({ waiting, programs }) => {
      const [ending] = programs;
      await ending?.exit;
      return failure(
        waiting.until(never, { from: ending ?? [], what: "a word" }),
      );
    }),
  );
  console.log(
    `alone ${Math.round(soon?.after ?? 0)} ms, beside one that computes ${Math.round(late?.after ?? 0)} ms`,
  );
  expect(soon?.message).toMatch(/^terminal-1 exited with code 0 before a word/);
  expect(late?.message).toEqual(soon?.message);
});

test("a wait for what this process itself may bring is left to the deadline", async () => {
  const { waiting } = await open(60, idle);
  const own = new Promise((resolve) => setTimeout(resolve, 2000, "came"));
  await expect(waiting.until(own, { from: [], what: "a word" })).resolves.toBe(
    "came",
  );
});

test("without programs that can be observed the deadline decides", async () => {
  const { waiting, programs } = await open(1, idle);
  const [program] = programs;
  Object.defineProperty(program, "group", { value: null });
  const { after } = await failure(
    waiting.until(never, { from: programs, what: "a word" }),
  );
  expect(after).toBeGreaterThan(900);
});

test(
  "200 answers of a program come through on a busy machine, and no wait for one is given up",
  patient,
  async () => {
    const load = keepBusy();
    onTestFinished(() => load[Symbol.asyncDispose]());
    const pair = new Pair({ linger: 0 });
    onTestFinished(() => pair.close());
    await pair.bind("tcp://127.0.0.1:*");
    const { waiting, programs } = await open(
      600,
      `${zeromq}; const pair = new Pair(); pair.connect(${JSON.stringify(pair.lastEndpoint)});
       (async () => { for await (const [number] of pair) await pair.send(number); })()`,
    );
    for (let round = 0; round < 200; round++) {
      const wait = { from: programs, what: `answer ${round}` };
      await waiting.until(pair.send(String(round)), wait);
      const [answer] = await waiting.until(pair.receive(), wait);
      expect(answer?.toString()).toBe(String(round));
    }
    await failure(
      waiting.until(pair.receive(), { from: programs, what: "one too many" }),
    );
  },
);
