import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { expect, test, type TestContext } from "vitest";
import { keepBusy } from "../../../runner/grading/verify/keep-busy.ts";
import { idle, startProgram, zeromq } from "../real-program.ts";
import { watch } from "./watch.ts";

const patient = { timeout: 120_000 };

/** Keeps every core busy until the test has finished. */
function busyMachine({
  onTestFinished,
}: Pick<TestContext, "onTestFinished">): void {
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
  async (pause, context) => {
    const rounds = pause > 100 ? 20 : 2000;
    const answering = await startProgram(pong(pause), context);
    await expect
      .poll(() => answering.transcript, { timeout: 20_000 })
      .toContain("\n");
    const port = /:(\d+)\n/.exec(answering.transcript)?.[1] ?? "";
    busyMachine(context);
    const asking = await startProgram(ping(port, rounds), context);
    const watched = watch([answering, asking], context);
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
  async ({ options, size }, context) => {
    const port = await freePort();
    busyMachine(context);
    const pulling = await startProgram(pulls(port), context);
    const pushing = await startProgram(
      `${zeromq}; ${idle};
      const push = new Push({ ${options} });
      push.connect("tcp://127.0.0.1:${port}");
      push.send(Buffer.alloc(${size}))`,
      context,
    );
    const watched = watch([pulling, pushing], context);
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
  async (context) => {
    busyMachine(context);
    busyMachine(context);
    const began = performance.now();
    const watched = watch([await startProgram("for (;;);", context)], context);
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
