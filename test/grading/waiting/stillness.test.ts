import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import type { Movable } from "../../../runner/grading/grader/waiting/look.ts";
import { watchStillness } from "../../../runner/grading/grader/waiting/stillness.ts";
import { keepBusy } from "../../../runner/grading/verify/keep-busy.ts";
import { idle, startProgram, zeromq } from "../real-program.ts";

/** Many times what it takes to find programs still, in milliseconds. */
const longer = 3000;

const patient = { timeout: 120_000 };

/** Watches programs until they are found still; `still` tells so far. */
function watch(programs: Movable[], isAwaited = () => true) {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const began = performance.now();
  const watched = { still: false, given: 0, after: 0, done: promise };
  const stillness = watchStillness(programs, {
    isAwaited,
    onStill() {
      watched.still = true;
      watched.after ||= Math.round(performance.now() - began);
      resolve(undefined);
    },
    onTime: (given) => (watched.given = given),
  });
  onTestFinished(() => stillness.close());
  return watched;
}

test("programs that wait for ever are found still, one that tries to connect after longer", async () => {
  const waiting = await startProgram(idle);
  const connecting = await startProgram(
    `${zeromq}; const pull = new Pull(); pull.connect("tcp://127.0.0.1:9"); pull.receive()`,
  );
  const alone = watch([waiting]);
  const together = watch([waiting, connecting]);
  await Promise.all([alone.done, together.done]);
  console.log(`alone ${alone.after} ms, together ${together.after} ms`);
  expect(alone.after).toBeLessThan(together.after);
});

test("a program that computes is not still, however long it says nothing", async () => {
  const busy = await startProgram("for (;;);");
  const watched = watch([busy, await startProgram(idle)]);
  await delay(longer);
  expect(watched.still).toBe(false);
});

test("a program that says something every second is not still", async () => {
  const program = await startProgram(
    "setInterval(() => console.log('tick'), 1000)",
  );
  const watched = watch([program]);
  await expect
    .poll(() => program.transcript, { timeout: 20_000 })
    .toContain("tick\ntick\ntick\n");
  expect(watched.still).toBe(false);
});

test.for([1000, 9500, 12_000])(
  "a program that pauses for %i ms is not still before it goes on",
  patient,
  async (pause) => {
    const program = await startProgram(
      `${idle}; setTimeout(() => console.log("goes on"), ${pause})`,
    );
    const watched = watch([program, await startProgram(idle)]);
    await watched.done;
    expect(program.transcript).toContain("goes on");
  },
);

test("programs of which nothing is awaited are left alone", async () => {
  const program = await startProgram(idle);
  const watched = watch([program], () => false);
  await delay(longer);
  expect(watched.still).toBe(false);
});

test("programs that cannot be observed are never still, and the clock goes on", async () => {
  const program = await startProgram(idle);
  const hidden = { ...program, group: null, running: true, transcript: "" };
  const watched = watch([hidden]);
  await expect
    .poll(() => watched.given, { timeout: 20_000 })
    .toBeGreaterThan(2000);
  expect(watched.still).toBe(false);
});

/** Keeps every core busy until the test has finished. */
function busyMachine(): void {
  const load = keepBusy();
  onTestFinished(() => load[Symbol.asyncDispose]());
}

/** Binds, prints its port, and answers each number after a pause of up to `pause` milliseconds. */
const pong = (pause: number) => `${zeromq};
  const pair = new Pair();
  (async () => {
    await pair.bind("tcp://127.0.0.1:*");
    console.log(pair.lastEndpoint);
    for await (const [number] of pair) {
      await new Promise((resolve) => setTimeout(resolve, Math.random() * ${pause}));
      await pair.send(number);
    }
  })()`;

/** Sends numbers and awaits each answer, and says when the last has come. */
const ping = (port: string, rounds: number) => `${zeromq};
  const pair = new Pair();
  pair.connect("tcp://127.0.0.1:${port}");
  (async () => {
    for (let round = 0; round < ${rounds}; round++) {
      await pair.send(String(round));
      await pair.receive();
    }
    console.log("done");
    await pair.receive();
  })()`;

test.for([0, 5, 300])(
  "two programs that answer each other with pauses of %i ms on a busy machine are not still before they are done",
  patient,
  async (pause) => {
    const rounds = pause > 100 ? 20 : 2000;
    const answering = await startProgram(pong(pause));
    await expect
      .poll(() => answering.transcript, { timeout: 20_000 })
      .toContain("\n");
    const port = /:(\d+)\n/.exec(answering.transcript)?.[1] ?? "";
    busyMachine();
    const asking = await startProgram(ping(port, rounds));
    const watched = watch([answering, asking]);
    await watched.done;
    expect(asking.transcript).toContain("done");
  },
);

/** A PULL that binds this port after a second, and says how much it got. */
const pulls = (port: number) => `${zeromq};
  const pull = new Pull();
  setTimeout(async () => {
    await pull.bind("tcp://127.0.0.1:${port}");
    const [message] = await pull.receive();
    console.log("got", message.length);
    await pull.receive();
  }, 1000)`;

test.for([
  {
    what: "connects again every second",
    options: "reconnectInterval: 1000",
    size: 1,
  },
  { what: "sends a message of 200 MB", options: "", size: 200_000_000 },
])(
  "a program that $what on a busy machine is not still before it has come",
  patient,
  async ({ options, size }) => {
    const port = await freePort();
    busyMachine();
    const pulling = await startProgram(pulls(port));
    const pushing = await startProgram(`${zeromq}; ${idle};
      const push = new Push({ ${options} });
      push.connect("tcp://127.0.0.1:${port}");
      push.send(Buffer.alloc(${size}))`);
    const watched = watch([pulling, pushing]);
    await watched.done;
    expect(pulling.transcript).toContain(`got ${size}`);
  },
);

/** A port on which nobody listens now. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

test(
  "time in which others have all the cores does not count whole",
  patient,
  async () => {
    busyMachine();
    busyMachine();
    const began = performance.now();
    const watched = watch([await startProgram("for (;;);")]);
    await expect
      .poll(() => watched.given, { timeout: 60_000 })
      .toBeGreaterThan(2000);
    const passed = performance.now() - began;
    console.log(
      `given ${Math.round(watched.given)} of ${Math.round(passed)} ms`,
    );
    expect(watched.given).toBeLessThan(passed);
    expect(watched.given).toBeGreaterThan(passed / 5);
  },
);
