import { once } from "node:events";
import { describe, expect, test, vi } from "vitest";
import { processesWith, uniqueSeconds } from "../helpers/processes.ts";
import { runName, tokenOf } from "#contract";
import { LabClient } from "../helpers/lab-client.ts";
import { tokenFrom } from "../helpers/pass.ts";
import { startTestServer } from "../helpers/lab-server.ts";
import { serveEachTest } from "./scene.ts";

const scene = serveEachTest();

/** Runs a command and waits until the prompt behind it has come. */
async function runTo(
  page: LabClient,
  terminal: string,
  command: string,
  last: string,
): Promise<void> {
  page.type(terminal, `${command}\r`);
  await page.is(terminal, "exited");
  await page.until(`${terminal} is at its prompt`, () => {
    const after = page.text(terminal).split(last).at(-1) ?? "";
    return page.text(terminal).includes(last) && after.includes("lab$");
  });
}

test("a reload shows exactly what the terminals showed before", async () => {
  const page = await LabClient.open(scene.server, "relay");
  await runTo(page, "talker-1", "seq 1 5000", "\r\n5000\r\n");
  await runTo(page, "listener", "echo 零消息 | cat", "\x07零消息\r\n");
  await page.close();
  const reloaded = await LabClient.open(scene.server, "relay");
  for (const terminal of ["talker-1", "listener"]) {
    await reloaded.until(
      "all is there",
      () =>
        reloaded.screen(terminal).bytes.length >=
        page.screen(terminal).bytes.length,
    );
    expect(reloaded.text(terminal)).toBe(page.text(terminal));
    expect(reloaded.state(terminal)).toEqual(page.state(terminal));
  }
  expect(reloaded.run).toBe(page.run);
});

test("a reload in the middle of a flood shows everything once, from a line's beginning", async () => {
  const page = await LabClient.open(scene.server, "relay");
  page.type("talker-1", "seq 100000 999999\r");
  await page.until(
    "much has come",
    () => page.text("talker-1").length > 600_000,
  );
  await page.close();
  const reloaded = await LabClient.open(scene.server, "relay");
  reloaded.keeps = 10 * 1024 * 1024;
  await reloaded.is("talker-1", "exited");
  await reloaded.until("the end came", () =>
    reloaded.text("talker-1").includes("\r\n999999\r\n"),
  );
  const lines = reloaded.text("talker-1").split("\r\n");
  expect(lines[0]).toMatch(/^\d{6}$/);
  const numbers = lines.filter((line) => /^\d+$/.test(line)).map(Number);
  expect(numbers).toEqual(
    Array.from(
      { length: numbers.length },
      (_, index) => 1_000_000 - numbers.length + index,
    ),
  );
  // The replay of the ring is announced, and only that.
  const replay = reloaded.messages.find(
    (each) => each.type === "replay" && each.terminal === "talker-1",
  );
  expect(replay).toMatchObject({ reset: true });
});

test("a page that comes back gets only the rest", async () => {
  const page = await LabClient.open(scene.server, "relay");
  await runTo(page, "talker-1", "seq 1 1000", "\r\n1000\r\n");
  page.type(
    "talker-1",
    "until [ -e go ]; do sleep 0.05; done; seq 2000 2500\r",
  );
  await page.is("talker-1", "running");
  await page.shows("talker-1", "cmdline=until");
  page.socket.terminate();
  await page.closed();

  const other = await LabClient.open(scene.server, "relay");
  await runTo(other, "talker-2", "touch go", "touch go\x07");
  await other.is("talker-1", "exited");
  await other.shows("talker-1", "\r\n2500\r\n");

  const back = await LabClient.open(scene.server, "relay", page);
  await back.shows("talker-1", "\r\n2500\r\n");
  expect(back.screen("talker-1").resets).toBe(0);
  await back.until(
    "the same",
    () => back.text("talker-1") === other.text("talker-1"),
  );
  const sent = back.messages.find(
    (each) => each.type === "replay" && each.terminal === "talker-1",
  );
  expect(sent).toMatchObject({
    from: page.screen("talker-1").bytes.length,
    reset: false,
  });
});

test("a page that missed more than is kept begins anew", async () => {
  const page = await LabClient.open(scene.server, "relay");
  await page.shows("talker-1", "lab$");
  await page.close();
  const other = await LabClient.open(scene.server, "relay");
  other.type("talker-1", "seq 1 100000\r");
  await other.is("talker-1", "exited");
  const back = await LabClient.open(scene.server, "relay", page);
  await back.shows("talker-1", "\r\n100000\r\n");
  expect(back.screen("talker-1").resets).toBe(1);
  expect(back.text("talker-1").split("\r\n")[0]).toMatch(/^\d+$/);
});

test("two windows show the same, and both may type", async () => {
  const [left, right] = await Promise.all([
    LabClient.open(scene.server, "relay"),
    LabClient.open(scene.server, "relay"),
  ]);
  left.type("talker-1", 'read a; read b; echo "$a+$b"\r');
  await right.is("talker-1", "running");
  left.type("talker-1", "left\r");
  await right.shows("talker-1", "left\r\n");
  right.type("talker-1", "right\r");
  for (const page of [left, right])
    await page.shows("talker-1", "left+right\r\n");
  right.send({ type: "resize", terminal: "talker-1", columns: 90, rows: 20 });
  right.type("talker-1", "stty size\r");
  for (const page of [left, right]) await page.shows("talker-1", "20 90\r\n");
});

test("of two windows, the one that was used last answers what programs ask", async () => {
  const left = await LabClient.open(scene.server, "relay");
  const right = await LabClient.open(scene.server, "relay");
  const answer = async (page: LabClient) => {
    page.type("talker-1", "\x1b[?1;2c");
    // What comes back tells that what went before has arrived.
    page.socket.ping();
    await once(page.socket, "pong");
  };
  left.type("talker-1", "cat -v\r");
  await left.is("talker-1", "running");
  await answer(right);
  await answer(left);
  left.type("talker-1", "left\r");
  await left.shows("talker-1", "\n^[[?1;2cleft\r\n");
  right.type("talker-1", "right\r");
  await right.shows("talker-1", "\nright\r\n");
  await answer(left);
  await answer(right);
  right.type("talker-1", "again\r");
  await right.shows("talker-1", "\n^[[?1;2cagain\r\n");
});

describe("after the runner was stopped and started", () => {
  test("the scrollback is there once, marked as ended, and goes on", async () => {
    const page = await LabClient.open(scene.server, "relay");
    await runTo(page, "talker-1", "echo before; sleep 0", "\x07before\r\n");
    page.type("listener", "sleep 1000\r");
    await page.is("listener", "running");
    await scene.server.close();
    expect(await page.closed()).toBe(4001);
    expect(page.text("listener")).toContain("The runner was stopped.");

    scene.server = await startTestServer(scene.home);
    const back = await LabClient.open(scene.server, "relay", page);
    expect(back.run).toBe(page.run);
    await runTo(back, "talker-1", "echo after", "\x07after\r\n");
    expect(back.screen("talker-1").resets).toBe(0);
    expect(back.state("listener")).toEqual({ is: "idle" });
    const reloaded = await LabClient.open(scene.server, "relay");
    await reloaded.until(
      "all is there",
      () =>
        reloaded.screen("talker-1").bytes.length >=
        back.screen("talker-1").bytes.length,
    );
    expect(reloaded.text("talker-1")).toBe(back.text("talker-1"));
    expect(reloaded.text("talker-1")).toMatch(
      /before[^]*The runner was stopped\.[^]*after/,
    );
  });

  test("an open page has the key to come back with, under the same port only", async () => {
    const { port } = scene.server;
    const page = await LabClient.open(scene.server, "relay");
    await page.until("the runner has proven itself", () => !!page.returnKey);
    const restart = async (at: number) => {
      await scene.server.close();
      scene.server = await startTestServer(scene.home, { port: at });
      const answer = await fetch(`${scene.server.url}api/run`);
      const { run } = runName.parse(await answer.json());
      return tokenOf(page.returnKey, run);
    };
    expect(await restart(port)).toBe(tokenFrom(scene.server));
    expect(await restart(0)).not.toBe(tokenFrom(scene.server));
  });
});

test("a lab that no page shows is ended after its idle time, and a page that comes back finds files and scrollback", async () => {
  await scene.server.close();
  scene.server = await startTestServer(scene.home, { idleMs: 100 });
  const page = await LabClient.open(scene.server, "relay");
  await runTo(page, "talker-1", "echo kept; echo text > file", "\x07kept\r\n");
  const seconds = uniqueSeconds();
  page.type("listener", `sleep ${seconds}\r`);
  await vi.waitUntil(() => processesWith(seconds).length > 0);
  await page.close();
  await vi.waitUntil(() => processesWith(seconds).length === 0, {
    timeout: 10_000,
  });

  const back = await LabClient.open(scene.server, "relay", page);
  await back.shows("talker-1", "without a page");
  expect(back.text("talker-1")).toContain("\x07kept\r\n");
  await runTo(back, "talker-1", "cat file", "\x07text\r\n");
});
