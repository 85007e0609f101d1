import { expect, test, type TestContext } from "vitest";
import { untilRest } from "../../../runner/grading/grader/waiting/rest.ts";
import { idle, startProgram, zeromq } from "../real-program.ts";

// They wait most of the time, side by side.

/** Longer than the longest that is watched, and a busy machine gives a quarter of it. */
const patient = { timeout: 120_000 };

/** Sends 40 MB, more than the kernel keeps for a peer that does not read, and comes to its end. */
const sends = (linger: number, port: number) => `${zeromq};
  const push = new Push({ linger: ${linger}, sendHighWaterMark: 0 });
  push.connect("tcp://127.0.0.1:${port}");
  void (async () => { for (let i = 0; i < 200; i++) await push.send(Buffer.alloc(200_000)); })()`;

/** A peer that is there and reads next to nothing; resolves with its port. */
async function startStalled(context: TestContext): Promise<number> {
  const stalled = await startProgram(
    `${zeromq}; ${idle};
    const pull = new Pull({ receiveHighWaterMark: 1 });
    pull.bind("tcp://127.0.0.1:*").then(() => console.log(pull.lastEndpoint))`,
    context,
  );
  const port = () => /:(\d+)\n/.exec(stalled.transcript)?.[1];
  await expect.poll(port, { timeout: 30_000 }).toBeDefined();
  return Number(port());
}

/** Nobody listens there: a port that may be listened on by root alone. */
const nobody = 9;

test.concurrent.for([1000, 8000, 9500, 11_000])(
  "a program that pauses for %i ms has gone on before it rests",
  patient,
  async (pause, context) => {
    const program = await startProgram(
      `${idle}; setTimeout(() => console.log("goes on"), ${pause})`,
      context,
    );
    expect(await untilRest(program)).toBe("rests");
    expect(program.transcript).toContain("goes on");
  },
);

test.concurrent(
  "a program that has ended, or ends while it is watched, has ended",
  async (context) => {
    const program = await startProgram(
      "setTimeout(() => undefined, 200)",
      context,
    );
    expect(await untilRest(program)).toBe("ended");
    expect(await untilRest(program)).toBe("ended");
  },
);

test.concurrent.for([0, 500, 5000])(
  "a program that lingers for %i ms does not rest, it ends",
  patient,
  async (linger, context) => {
    const port = await startStalled(context);
    const alone = await startProgram(sends(linger, nobody), context);
    const stalled = await startProgram(sends(linger, port), context);
    expect(
      await Promise.all([alone, stalled].map((p) => untilRest(p))),
    ).toEqual(["ended", "ended"]);
  },
);

test.concurrent(
  "a program that lingers for ever rests while its peer is there, and is left alone while it looks for one",
  patient,
  async (context) => {
    const port = await startStalled(context);
    const alone = await startProgram(sends(-1, nobody), context);
    const stalled = await startProgram(sends(-1, port), context);
    expect(
      await Promise.all([alone, stalled].map((p) => untilRest(p))),
    ).toEqual(["unknown", "rests"]);
  },
);

test.concurrent(
  "a sleep or a linger need not be sat out",
  patient,
  async (context) => {
    const port = await startStalled(context);
    const sleeping = await startProgram(
      `${idle}; setTimeout(() => undefined, 20_000)`,
      context,
    );
    const lingering = await startProgram(sends(20_000, port), context);
    const short = await startProgram(
      `${idle}; setTimeout(() => undefined, 3000)`,
      context,
    );
    const options = { leastSleep: 5000 };
    expect(await untilRest(sleeping, options)).toBe("sleeps");
    expect(await untilRest(lingering, options)).toBe("sleeps");
    expect(await untilRest(short, options)).toBe("rests");
  },
);

/**
 * What goes on by itself, and says so after seconds in which it looks idle in one way or other. Those of workers are short: after
 * the end of one Node's main thread has a timer of 8 s, and does not rest before.
 */
const busyInTheirWay: [how: string, source: string][] = [
  ["computes", "const end = Date.now() + 3000; while (Date.now() < end)"],
  [
    "computes in a worker",
    `const { Worker } = require("worker_threads");
     new Worker("const end = Date.now() + 1500; while (Date.now() < end);", { eval: true }).on("exit", () => done()); const done = () =>`,
  ],
  [
    "has a timer in a worker",
    `const { Worker } = require("worker_threads");
     new Worker("setTimeout(() => undefined, 1500)", { eval: true }).on("exit", () => done()); const done = () =>`,
  ],
  [
    "blocks with Atomics.wait",
    "Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 3000);",
  ],
  [
    "waits with Atomics.waitAsync",
    "Atomics.waitAsync(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 3000).value.then(() => done()); const done = () =>",
  ],
  [
    "waits for a child that sleeps",
    `require("child_process").spawn("sleep", ["3"]).on("exit", () => done()); const done = () =>`,
  ],
  [
    "waits for a detached child that sleeps",
    `require("child_process").spawn("sleep", ["3"], { detached: true }).on("exit", () => done()); const done = () =>`,
  ],
  [
    "blocks for a child that sleeps",
    `require("child_process").execSync("sleep 3");`,
  ],
  [
    "writes to the disk",
    `const { open } = require("fs/promises");
     const write = async () => {
       const file = await open(require("path").join(require("os").tmpdir(), "labs-fsync-" + process.pid), "w");
       require("fs").unlinkSync(require("path").join(require("os").tmpdir(), "labs-fsync-" + process.pid));
       for (const end = Date.now() + 3000; Date.now() < end;) { await file.write(Buffer.alloc(1 << 20), 0, 1 << 20, 0); await file.sync(); }
     };
     write().then(() => done()); const done = () =>`,
  ],
];

test.concurrent.for(busyInTheirWay)(
  "a program that %s does not rest before it goes on",
  patient,
  async ([, source], context) => {
    const program = await startProgram(
      `${idle}; ${source} console.log("goes on")`,
      context,
    );
    let rest = await untilRest(program);
    // On a busy machine the time to watch may be over before that timer: it says nothing, so it is watched on.
    while (rest === "unknown") rest = await untilRest(program);
    expect(rest).toBe("rests");
    expect(program.transcript).toContain("goes on");
  },
);

test.concurrent(
  "a program whose worker, child and pipe wait for good rests",
  async (context) => {
    const program = await startProgram(
      `
    const { Worker } = require("worker_threads");
    new Worker("require('worker_threads').parentPort.on('message', () => undefined)", { eval: true });
    require("child_process").spawn("cat");
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);`,
      context,
    );
    expect(await untilRest(program)).toBe("rests");
  },
);

test.concurrent(
  "a program that cannot be observed is left after the time to watch",
  patient,
  async (context) => {
    const program = await startProgram(idle, context);
    const hidden = { ...program, group: null, running: true, transcript: "" };
    expect(await untilRest(hidden)).toBe("unknown");
  },
);
