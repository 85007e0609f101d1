import { setTimeout as delay } from "node:timers/promises";
import { expect, test } from "vitest";
import { idle, startProgram, zeromq } from "../real-program.ts";
import { watch } from "./watch.ts";

// They wait most of the time, side by side.

/** Many times what it takes to find programs still, in milliseconds. */
const longer = 3000;

const patient = { timeout: 120_000 };

test.concurrent(
  "programs that wait for ever are found still, one that tries to connect after longer",
  async (context) => {
    const waiting = await startProgram(idle, context);
    const connecting = await startProgram(
      `${zeromq}; const pull = new Pull(); pull.connect("tcp://127.0.0.1:9"); pull.receive()`,
      context,
    );
    const alone = watch([waiting], context);
    const together = watch([waiting, connecting], context);
    await Promise.all([alone.done, together.done]);
    console.log(`alone ${alone.after} ms, together ${together.after} ms`);
    expect(alone.after).toBeLessThan(together.after);
  },
);

test.concurrent(
  "a program that computes is not still, however long it says nothing",
  async (context) => {
    const busy = await startProgram("for (;;);", context);
    const watched = watch([busy, await startProgram(idle, context)], context);
    await delay(longer);
    expect(watched.still).toBe(false);
  },
);

test.concurrent(
  "a program that says something every second is not still",
  async (context) => {
    const program = await startProgram(
      "setInterval(() => console.log('tick'), 1000)",
      context,
    );
    const watched = watch([program], context);
    await expect
      .poll(() => program.transcript, { timeout: 20_000 })
      .toContain("tick\ntick\ntick\n");
    expect(watched.still).toBe(false);
  },
);

test.concurrent.for([1000, 9500, 12_000])(
  "a program that pauses for %i ms is not still before it goes on",
  patient,
  async (pause, context) => {
    const program = await startProgram(
      `${idle}; setTimeout(() => console.log("goes on"), ${pause})`,
      context,
    );
    const watched = watch(
      [program, await startProgram(idle, context)],
      context,
    );
    await watched.done;
    expect(program.transcript).toContain("goes on");
  },
);

test.concurrent(
  "programs of which nothing is awaited are left alone",
  async (context) => {
    const program = await startProgram(idle, context);
    const watched = watch([program], context, () => false);
    await delay(longer);
    expect(watched.still).toBe(false);
  },
);

test.concurrent(
  "programs that cannot be observed are never still, and the clock goes on",
  async (context) => {
    const program = await startProgram(idle, context);
    const hidden = { ...program, group: null, running: true, transcript: "" };
    const watched = watch([hidden], context);
    await expect
      .poll(() => watched.given, { timeout: 20_000 })
      .toBeGreaterThan(2000);
    expect(watched.still).toBe(false);
  },
);
