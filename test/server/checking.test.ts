import { setTimeout as delay } from "node:timers/promises";
import { expect, test } from "vitest";
import { gradingResult } from "#contract";
import { standingGraders } from "../../runner/grading/run/standing-graders.ts";
import { gradersOf } from "../helpers/grader-processes.ts";
import { LabClient } from "../helpers/lab-client.ts";
import { startTestServer } from "../helpers/lab-server.ts";
import { serveEachTest } from "./scene.ts";

const scene = serveEachTest({ mayComplain: true });

const solution = `import { connect } from "node:net";
const socket = connect(5555, "127.0.0.1", () => {
  socket.end("hello\\n");
  console.log("said hello");
});
`;

async function checkSaved(page: LabClient, text: string): Promise<void> {
  const { files } = await page.next("welcome");
  const base = files.find(({ name }) => name === "talker.ts")?.version ?? "";
  page.send({ type: "save", name: "talker.ts", text, base });
  // Without waiting: the save was said first.
  page.send({ type: "check" });
}

test("checks what was just saved, tells each check in every window, and ticks its step", async () => {
  const [page, other] = await Promise.all([
    LabClient.open(scene.server, "relay"),
    LabClient.open(scene.server, "relay"),
  ]);
  await checkSaved(page, solution);
  const { result } = await other.next("graded");
  expect(result).toMatchObject({ status: "pass", points: 3 });
  const told = other.messages.map((each) =>
    each.type === "checked"
      ? `checked ${each.result.id}`
      : each.type === "checking"
        ? `checking ${each.check}`
        : each.type,
  );
  expect(told.filter((each) => /^(grading|check|graded)/.test(each))).toEqual([
    "grading",
    "checking says-hello",
    "checked says-hello",
    "checking leaves",
    "checked leaves",
    "graded",
  ]);
  const { progress } = await other.next("progress");
  expect(progress).toMatchObject({
    attempts: 1,
    passed: ["says-hello", "leaves"],
    steps: ["say-hello", "leave"],
  });
  expect(gradingResult.parse(progress.lastResult)).toEqual(result);
  expect(scene.server.logged).toEqual([]);
});

test("runs in a sandbox of its own, beside the programs of the terminals", async (context) => {
  const page = await LabClient.open(scene.server, "relay");
  const { isolation } = await page.next("welcome");
  if (isolation.level === "none")
    context.skip("without namespaces all programs share the machine's ports");
  page.send({ type: "run", terminal: "listener" });
  await page.shows("listener", "listening on 5555");
  await checkSaved(page, solution);
  expect((await page.next("graded")).result).toMatchObject({ status: "pass" });
  expect(page.state("listener")).toMatchObject({ is: "running" });
});

test("shows a reloaded page the results so far, and its end", async () => {
  const page = await LabClient.open(scene.server, "relay");
  await checkSaved(page, solution);
  await page.next("checked");
  await page.close();
  const reloaded = await LabClient.open(scene.server, "relay");
  const { grading, progress } = await reloaded.next("welcome");
  if (progress.attempts === 0) {
    expect(grading?.checks.length).toBeGreaterThan(0);
    await reloaded.next("graded");
  }
  await reloaded.until("the attempt is kept", () =>
    reloaded.messages.some(
      (each) =>
        (each.type === "welcome" || each.type === "progress") &&
        each.progress.attempts === 1,
    ),
  );
});

test("is done one at a time, and can be cancelled without leaving an attempt", async () => {
  const page = await LabClient.open(scene.server, "relay");
  // Every check waits in vain for this one.
  await checkSaved(page, "setInterval(() => {}, 1000);");
  await page.next("checking");
  page.send({ type: "check" });
  expect(await page.next("error")).toMatchObject({ code: "busy" });
  page.send({ type: "cancel-check" });
  expect(await page.next("graded")).toEqual({ type: "graded", result: null });
  await page.close();
  const reloaded = await LabClient.open(scene.server, "relay");
  expect(await reloaded.next("welcome")).toMatchObject({
    grading: null,
    progress: { attempts: 0 },
  });
});

test("finds a grader ready while the lab is open, which goes with the lab", async () => {
  await scene.server.close();
  scene.server = await startTestServer(scene.home, {
    standBy: (options) =>
      standingGraders(options, { afterMs: 1, idleMs: 60_000 }),
  });
  const page = await LabClient.open(scene.server, "relay");
  await page.next("welcome");
  await expect.poll(() => gradersOf(scene.home)).toHaveLength(1);
  const [ready] = gradersOf(scene.home);
  page.send({ type: "check" });
  await page.next("graded");
  // Another one, for the next check.
  await expect
    .poll(() => gradersOf(scene.home), { timeout: 10_000 })
    .toSatisfy(
      (graders: number[]) => graders.length === 1 && graders[0] !== ready,
    );
  await scene.server.close();
  expect(gradersOf(scene.home)).toEqual([]);
});

test("that breaks down is told calmly, and in full in the log", async () => {
  await scene.server.close();
  scene.server = await startTestServer(scene.home, {
    grade: () => Promise.reject(new Error("the disk is on fire: /secret/path")),
  });
  const page = await LabClient.open(scene.server, "relay");
  page.send({ type: "check" });
  expect(await page.next("graded")).toMatchObject({ result: null });
  const told = await page.next("error");
  expect(told).toMatchObject({ code: "internal" });
  expect(JSON.stringify(told)).not.toContain("secret");
  expect(scene.server.logged.join()).toContain(
    "the disk is on fire: /secret/path",
  );
});

test("does not keep the runner from stopping", async () => {
  await scene.server.close();
  scene.server = await startTestServer(scene.home, {
    grade: () =>
      delay(60_000, undefined, { ref: false }).then(() =>
        Promise.reject(new Error("too late")),
      ),
  });
  const page = await LabClient.open(scene.server, "relay");
  page.send({ type: "check" });
  await page.next("grading");
  await scene.server.close();
  expect(await page.closed()).toBe(4001);
});
