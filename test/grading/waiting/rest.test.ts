import { expect, test } from "vitest";
import { untilRest } from "../../../runner/grading/grader/waiting/rest.ts";
import { idle, startProgram } from "../real-program.ts";

test("a program that pauses has gone on before it rests", async () => {
  const program = await startProgram(
    `${idle}; setTimeout(() => console.log("goes on"), 2000)`,
  );
  await untilRest(program);
  expect(program.transcript).toContain("goes on");
  expect(program.running).toBe(true);
});

test("a program that only others can wake rests earlier than one that looks again and again", async () => {
  const waiting = await startProgram(idle);
  const looking = await startProgram(
    `${idle}; setInterval(() => undefined, 20)`,
  );
  const rested: string[] = [];
  await Promise.all([
    untilRest(looking).then(() => rested.push("looking")),
    untilRest(waiting).then(() => rested.push("waiting")),
  ]);
  expect(rested).toEqual(["waiting", "looking"]);
});

test("a program that has ended rests", async () => {
  const program = await startProgram("");
  await untilRest(program);
  expect(program.running).toBe(false);
});
