import { expect, test } from "vitest";
import { untilRest } from "../../../runner/grading/grader/waiting/rest.ts";
import { idle, startProgram, zeromq } from "../real-program.ts";

// It compares times, so nothing may run beside it.

/** Nobody listens there: a port that may be listened on by root alone. */
const nobody = 9;

test("a program that only others can wake rests long before one that looks again and again is left", async (context) => {
  const programs = {
    waiting: await startProgram(idle, context),
    receiving: await startProgram(
      `${zeromq}; const pull = new Pull(); pull.bind("tcp://127.0.0.1:*").then(() => pull.receive())`,
      context,
    ),
    stopped: await startProgram(
      "process.kill(process.pid, 'SIGSTOP')",
      context,
    ),
    connecting: await startProgram(
      `${zeromq}; const pull = new Pull(); pull.connect("tcp://127.0.0.1:${nobody}"); pull.receive()`,
      context,
    ),
    told: await startProgram(
      `${zeromq}; const pull = new Pull(); pull.events.on("connect:retry", () => {}); pull.connect("tcp://127.0.0.1:${nobody}"); pull.receive()`,
      context,
    ),
    looking: await startProgram(
      `${idle}; setInterval(() => undefined, 50)`,
      context,
    ),
  };
  const began = performance.now();
  const found = await Promise.all(
    Object.entries(programs).map(async ([name, program]) => {
      const rest = await untilRest(program);
      return { name, rest, after: Math.round(performance.now() - began) };
    }),
  );
  console.log(found.map(({ name, after }) => `${name} ${after} ms`).join(", "));
  expect(found.map(({ name, rest }) => `${name} ${rest}`)).toEqual([
    "waiting rests",
    "receiving rests",
    "stopped rests",
    "connecting rests",
    "told unknown",
    "looking unknown",
  ]);
  const last = found.findLast(({ name }) => name === "looking")?.after ?? 0;
  for (const { name, rest, after } of found)
    if (rest === "rests") expect(after, name).toBeLessThan(last);
  // One that hears of each attempt to connect never sleeps for long: it is left as one that looks by itself.
  const told = found.find(({ name }) => name === "told")?.after;
  expect(told).toBeLessThan(2 * last);
});
