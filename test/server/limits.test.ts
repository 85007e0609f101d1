import { once } from "node:events";
import { readFileSync } from "node:fs";
import { describe, expect, test, onTestFinished } from "vitest";
import { encodeInput, maxFileBytes, protocolVersion } from "#contract";
import { LabClient } from "../helpers/lab-client.ts";
import { serveInChild } from "../helpers/lab-server.ts";
import { serveEachTest } from "./scene.ts";

const scene = serveEachTest();

async function connect(): Promise<LabClient> {
  const client = new LabClient(scene.server, "relay");
  await once(client.socket, "open");
  return client;
}

const hello = {
  type: "hello",
  protocol: protocolVersion,
  run: null,
  terminals: [],
};

describe("a message that does not fit closes the connection", () => {
  const unfit: [string, string | Uint8Array][] = [
    ["no JSON", "{"],
    ["no object", "null"],
    ["an unknown type", '{"type":"format-disk"}'],
    ["a missing field", '{"type":"run"}'],
    [
      "a field too many",
      '{"type":"run","terminal":"listener","command":"rm -rf /"}',
    ],
    ["a terminal that is no name", '{"type":"run","terminal":"../x"}'],
    [
      "a file that is a path",
      '{"type":"save","name":"../../.bashrc","text":"","base":""}',
    ],
    [
      "a file with a NUL",
      '{"type":"save","name":"talker.ts\\u0000","text":"","base":""}',
    ],
    [
      "an absurd size",
      '{"type":"resize","terminal":"listener","columns":1000000,"rows":1}',
    ],
    ["a prototype", '{"__proto__":{"type":"check"}}'],
    ["an empty input frame", new Uint8Array(0)],
    [
      "input for no terminal",
      encodeInput({ terminal: 200, bytes: Buffer.from("x") }),
    ],
    [
      "an input frame that is too long",
      encodeInput({ terminal: 0, bytes: new Uint8Array(70_000) }),
    ],
    ["a second hello", JSON.stringify(hello)],
  ];

  test.each(unfit)("%s", async (_, data) => {
    const other = await LabClient.open(scene.server, "relay");
    const page = await LabClient.open(scene.server, "relay");
    page.socket.send(data);
    expect(await page.closed()).toBe(4002);
    // The other window goes on.
    other.type("talker-1", "echo go on | tr a-z A-Z\r");
    await other.shows("talker-1", "GO ON");
  });
});

test("a page that does not begin with hello is refused", async () => {
  const page = await connect();
  page.send({ type: "run-all" });
  expect(await page.closed()).toBe(4002);
});

test("a page of another protocol version is told to reload", async () => {
  const page = await connect();
  page.send({
    type: "hello",
    protocol: protocolVersion + 1,
    run: null,
    terminals: [],
  });
  expect(await page.closed()).toBe(4000);
});

test("a message that is too large closes the connection", async () => {
  const page = await LabClient.open(scene.server, "relay");
  page.socket.send(Buffer.alloc(10 * maxFileBytes, "x"), { binary: false });
  expect(await page.closed()).toBe(1009);
});

test("the largest file there may be is saved, however it is escaped", async () => {
  const page = await LabClient.open(scene.server, "relay");
  const { files } = await page.next("welcome");
  page.send({
    type: "save",
    name: "talker.ts",
    text: "\u0001".repeat(maxFileBytes),
    base: files[0]?.version ?? "",
  });
  await page.next("saved");
});

test("thousands of messages a second close the connection, and the others go on", async () => {
  const other = await LabClient.open(scene.server, "relay");
  const page = await LabClient.open(scene.server, "relay");
  for (let count = 0; count < 10_000; count += 1)
    page.socket.send('{"type":"cancel-check"}');
  expect(await page.closed()).toBe(4003);
  other.type("talker-1", "echo go on | tr a-z A-Z\r");
  await other.shows("talker-1", "GO ON");
});

test("acknowledgements of what was really sent are not counted", async () => {
  const page = await LabClient.open(scene.server, "relay");
  page.type(
    "talker-1",
    "head -c 60000000 /dev/zero | tr '\\0' 'x' | fold -w 79\r",
  );
  await page.is("talker-1", "exited");
  expect(page.closeCode).toBeNull();
});

test("what is typed into a program that does not read is dropped before it fills the memory", async () => {
  const page = await LabClient.open(scene.server, "relay");
  page.type("talker-1", "stty raw -echo; echo now; sleep 1000\r");
  await page.shows("talker-1", "\x07now\n");
  for (let count = 0; count < 40; count += 1)
    page.type("talker-1", new Uint8Array(64 * 1024).fill(0x61));
  expect(await page.next("error")).toMatchObject({ code: "busy" });
  // It is still there for everything else.
  page.type("talker-2", "echo go on | tr a-z A-Z\r");
  await page.shows("talker-2", "GO ON");
});

test("a page that reads nothing slows no program, and shows the end when it reads again", async () => {
  const stalled = await LabClient.open(scene.server, "relay");
  const page = await LabClient.open(scene.server, "relay");
  stalled.socket.pause();
  page.type("talker-1", "seq 1 3000000\r");
  await page.is("talker-1", "exited");
  await page.until("the end came", () =>
    page.text("talker-1").includes("\r\n3000000\r\n"),
  );
  stalled.socket.resume();
  await stalled.until("the end came", () =>
    stalled.text("talker-1").includes("\r\n3000000\r\n"),
  );
  expect(stalled.screen("talker-1").resets).toBeGreaterThan(1);
  expect(stalled.text("talker-1").split("\r\n")[0]).toMatch(/^\d{7}$/);
});

test("a page that reads nothing costs the runner no memory", async (context) => {
  if (process.platform !== "linux")
    context.skip("the memory of another process is read from /proc");
  const runner = await serveInChild(scene.home.root);
  onTestFinished(() => runner.kill());
  const stalled = await LabClient.open(runner, "relay");
  stalled.socket.pause();
  const page = await LabClient.open(runner, "relay");
  const flood = async () => {
    const since = page.messages.length;
    page.type("talker-1", "seq 1 1500000\r");
    await page.next("state", ({ state }) => state.is === "exited", since);
  };
  await flood();
  const before = residentBytes(runner.pid);
  for (let times = 0; times < 8; times += 1) await flood();
  // 96 MB went by; a queue for the stalled page would hold them. What is not yet collected is far less.
  expect(residentBytes(runner.pid) - before).toBeLessThan(48e6);
});

function residentBytes(pid: number): number {
  return (
    1024 *
    Number(
      /^VmRSS:\s+(\d+) kB$/m.exec(
        readFileSync(`/proc/${pid}/status`, "utf8"),
      )?.[1],
    )
  );
}
