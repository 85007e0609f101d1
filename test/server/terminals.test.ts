// One file: the list of what a page sees of its terminals, read from top to bottom.
import { readFileSync, readlinkSync } from "node:fs";
import { describe, expect, test, vi } from "vitest";
import {
  processesWhere,
  processesWith,
  uniqueSeconds,
} from "../helpers/processes.ts";
import { LabClient } from "../helpers/lab-client.ts";
import { testProvider } from "../helpers/lab-server.ts";
import { serveEachTest } from "./scene.ts";

const scene = serveEachTest();

const ctrlC = "\x03";
const ctrlZ = "\x1a";

describe("the state of a terminal", () => {
  test("is idle at first", async () => {
    const page = await LabClient.open(scene.server, "relay");
    expect([...page.screens.values()].map(({ state }) => state)).toEqual([
      { is: "idle" },
      { is: "idle" },
      { is: "idle" },
    ]);
  });

  test.each([0, 1, 42, 130])(
    "tells that a typed command exited with %i",
    async (code) => {
      const page = await LabClient.open(scene.server, "relay");
      page.type("talker-1", `node -e "process.exit(${code})"\r`);
      await page.is("talker-1", "exited");
      expect(page.state("talker-1")).toEqual({
        is: "exited",
        command: `node -e "process.exit(${code})"`,
        code,
      });
    },
  );

  test("tells a running command, and that Ctrl+C ended it", async () => {
    const page = await LabClient.open(scene.server, "relay");
    page.type("talker-1", "sleep 1000\r");
    await page.is("talker-1", "running");
    page.send({ type: "stop", terminal: "talker-1" });
    await page.is("talker-1", "interrupted");
    expect(page.state("talker-1")).toEqual({
      is: "interrupted",
      command: "sleep 1000",
    });
  });

  test("tells the exit code that a program's own clean-up code chose", async () => {
    const page = await LabClient.open(scene.server, "relay");
    page.send({ type: "run", terminal: "listener" });
    await page.shows("listener", "listening on 5555");
    page.type("listener", ctrlC);
    await page.is("listener", "exited");
    expect(page.text("listener")).toContain("cleaning up");
    expect(page.state("listener")).toMatchObject({ code: 0 });
  });

  test("tells that Ctrl+Z suspended it, keeps its name after fg, and Stop ends it", async () => {
    const page = await LabClient.open(scene.server, "relay");
    page.send({ type: "run", terminal: "listener" });
    await page.shows("listener", "listening on 5555");
    page.type("listener", ctrlZ);
    await page.is("listener", "suspended");
    page.type("listener", "fg\r");
    await page.is("listener", "running");
    expect(page.state("listener")).toEqual({
      is: "running",
      command: "node listener.ts 5555",
    });
    // The shell says that `fg` runs a moment before the program has the keyboard.
    await vi.waitUntil(
      () => {
        page.type("listener", ctrlZ);
        return page.state("listener").is === "suspended";
      },
      { interval: 200, timeout: 10_000 },
    );
    page.send({ type: "stop", terminal: "listener" });
    await page.is("listener", "exited");
    // Nothing holds the port any more.
    page.send({ type: "run", terminal: "listener" });
    await page.until(
      "it listens again",
      () => page.text("listener").split("listening on 5555").length === 3,
    );
  });

  test("cannot be forged by a program", async () => {
    const page = await LabClient.open(scene.server, "relay");
    page.type(
      "talker-1",
      `printf '\\e]133;C;cmdline=forged\\a\\e]133;D;7\\a'; sleep 1000\r`,
    );
    await page.until("the marks came", () =>
      page.text("talker-1").includes("133;D;7\x07"),
    );
    expect(page.state("talker-1")).toMatchObject({ is: "running" });
    expect(page.state("talker-1")).not.toMatchObject({ command: "forged" });
  });
});

describe("Run and Stop", () => {
  test("type the program's command, its arguments quoted", async () => {
    const page = await LabClient.open(scene.server, "relay");
    page.send({ type: "run", terminal: "listener" });
    await page.shows("listener", "listening on 5555");
    page.send({ type: "run", terminal: "talker-2" });
    await page.shows("talker-2", "it's me connected");
    await page.is("talker-2", "exited");
  });

  test("start a running program again", async () => {
    const page = await LabClient.open(scene.server, "relay");
    page.send({ type: "run", terminal: "listener" });
    await page.shows("listener", "listening on 5555");
    page.send({ type: "run", terminal: "listener" });
    await page.until(
      "it listens again",
      () => page.text("listener").split("listening on 5555").length === 3,
    );
    expect(page.text("listener")).toContain("cleaning up");
  });

  test("do not mind what stands half typed at the prompt", async () => {
    const page = await LabClient.open(scene.server, "relay");
    page.type("talker-2", "rm -rf ");
    await page.shows("talker-2", "rm -rf ");
    page.send({ type: "run", terminal: "talker-2" });
    await page.is("talker-2", "exited");
    expect(page.state("talker-2")).toMatchObject({
      command: `node talker.ts 'it'\\''s me'`,
    });
    page.type("talker-2", "echo 'not finished\r");
    await page.until("the shell asks for the rest", () =>
      /133;P[^]*>/.test(page.text("talker-2")),
    );
    const since = page.messages.length;
    page.send({ type: "run", terminal: "talker-2" });
    await page.next("state", ({ state }) => state.is === "exited", since);
    expect(page.state("talker-2")).toMatchObject({
      command: `node talker.ts 'it'\\''s me'`,
    });
  });

  test("end a program that ignores Ctrl+C and SIGTERM, and say so", async () => {
    const page = await LabClient.open(scene.server, "relay");
    page.type(
      "talker-1",
      `bash -c 'trap "" INT TERM; echo ready; while :; do sleep 0.05; done'\r`,
    );
    await page.shows("talker-1", "ready\r\n");
    page.send({ type: "stop", terminal: "talker-1" });
    await page.is("talker-1", "exited");
    expect(page.state("talker-1")).toMatchObject({ code: 137 });
    expect(await page.next("error")).toMatchObject({
      code: "stopped-firmly",
      message: expect.stringContaining("SIGKILL") as string,
    });
    page.type("talker-1", "echo still here\r");
    await page.shows("talker-1", "still here\r\n");
  });

  test("type a text of the lesson", async () => {
    const page = await LabClient.open(scene.server, "relay");
    page.send({
      type: "type",
      terminal: "talker-1",
      text: "echo from the lesson | tr a-z A-Z\r",
    });
    await page.shows("talker-1", "FROM THE LESSON");
  });

  test("do nothing to a terminal that the lab does not have", async () => {
    const page = await LabClient.open(scene.server, "relay");
    page.send({ type: "run", terminal: "elsewhere" });
    expect(await page.next("error")).toMatchObject({
      code: "terminal-unknown",
    });
  });
});

describe("a shell", () => {
  test("that has ended leaves a line, and another can be started", async () => {
    const page = await LabClient.open(scene.server, "relay");
    page.type("talker-1", "exit 3\r");
    await page.is("talker-1", "closed");
    await page.shows("talker-1", "The shell has ended.");
    page.type("talker-1", "x");
    expect(await page.next("error")).toMatchObject({ code: "sandbox-ended" });
    page.send({ type: "reopen", terminal: "talker-1" });
    await page.is("talker-1", "idle");
    page.type("talker-1", "echo again | tr a-z A-Z\r");
    await page.shows("talker-1", "AGAIN");
  });

  test("that has ended is started again by Run", async () => {
    const page = await LabClient.open(scene.server, "relay");
    page.type("listener", "exit\r");
    await page.is("listener", "closed");
    page.send({ type: "run", terminal: "listener" });
    await page.shows("listener", "listening on 5555");
  });

  test("shows nothing that its background programs print after its end", async () => {
    const page = await LabClient.open(scene.server, "relay");
    page.type(
      "talker-1",
      "(trap '' HUP; sleep 0.3; echo too late; touch done) & exit\r",
    );
    await page.is("talker-1", "closed");
    page.type("talker-2", "until [ -e done ]; do sleep 0.05; done\r");
    await page.is("talker-2", "exited");
    expect(page.text("talker-1")).not.toMatch(/^too late/m);
  });

  test("of another sandbox takes over when the sandbox has been killed", async (context) => {
    const { level } = (await testProvider()).isolation;
    if (level === "none")
      context.skip(
        "without namespaces there is no sandbox that could be killed",
      );
    const page = await LabClient.open(scene.server, "relay");
    const seconds = uniqueSeconds();
    page.type("talker-1", `sleep ${seconds}\r`);
    const first = await vi.waitUntil(() => firstProcessBeside(seconds));
    process.kill(first, "SIGKILL");
    await page.is("talker-1", "closed");
    await page.is("listener", "closed");
    await page.shows("listener", "ended unexpectedly");
    page.send({ type: "run", terminal: "listener" });
    await page.shows("listener", "listening on 5555");
    page.send({ type: "reopen", terminal: "talker-1" });
    await page.is("talker-1", "idle");
  });

  test("knows its size, and windows that change it", async () => {
    const page = await LabClient.open(scene.server, "relay");
    page.send({ type: "resize", terminal: "talker-1", columns: 111, rows: 22 });
    page.type("talker-1", "stty size\r");
    await page.shows("talker-1", "22 111");
  });

  test("has file descriptors of its own only, and no secret in its environment", async () => {
    const page = await LabClient.open(scene.server, "relay");
    await page.shows("talker-2", "lab$");
    page.type(
      "talker-1",
      `node -p '[...require("fs").readdirSync("/proc/" + process.ppid + "/fd"), process.env.LABS_WORD, Object.values(process.env).join().match(/[0-9a-f]{32}/)].join("|")'; env\r`,
    );
    await page.is("talker-1", "exited");
    // 255 is bash's own way to its terminal.
    await page.shows("talker-1", "\x070|1|2|255||\r\n");
    expect(page.text("talker-1")).toContain("\nHOME=");
    expect(page.text("talker-1")).not.toContain(
      scene.server.link.split("#token=")[1],
    );
  });
});

describe("output", () => {
  test("of many bytes at once comes complete and in order", async () => {
    const page = await LabClient.open(scene.server, "relay");
    page.keeps = 10 * 1024 * 1024;
    page.type("talker-1", "seq 1 200000\r");
    await page.is("talker-1", "exited");
    await page.until("the end came", () =>
      page.text("talker-1").includes("\r\n200000\r\n"),
    );
    const printed =
      page.text("talker-1").split("cmdline=seq 1 200000\x07")[1] ?? "";
    const wanted = Array.from(
      { length: 200_000 },
      (_, index) => `${index + 1}\r\n`,
    ).join("");
    // Either every number, or, when this page was too slow, the last ones behind a reset.
    if (page.screen("talker-1").resets === 1)
      expect(printed.startsWith(wanted)).toBe(true);
    else
      expect(
        wanted.endsWith(page.text("talker-1").split("\x1b]133;D;0")[0] ?? "?"),
      ).toBe(true);
  });

  test("of programs that print and exit at once is never cut", async () => {
    const page = await LabClient.open(scene.server, "relay");
    page.type(
      "talker-1",
      `for i in $(seq 20); do node -e 'process.stdout.write("x".repeat(20000) + "|")'; done\r`,
    );
    await page.is("talker-1", "exited");
    const text = () => page.text("talker-1").split("cmdline=")[1] ?? "";
    await page.until("the prompt came", () => text().includes("lab$"));
    expect(text().match(/x{20000}\|/g)).toHaveLength(20);
  });

  test("in several bytes a character stays intact", async () => {
    const page = await LabClient.open(scene.server, "relay");
    const line = "零消息队列 – größer 🚀 ";
    page.type(
      "talker-1",
      `node -e 'process.stdout.write("${line}".repeat(5000) + "\\n")'\r`,
    );
    await page.is("talker-1", "exited");
    await page.until("the prompt came", () =>
      (page.text("talker-1").split("cmdline=")[1] ?? "").includes("lab$"),
    );
    const printed = page.text("talker-1").split("cmdline=")[1] ?? "";
    expect(printed.split(line)).toHaveLength(5002);
    expect(printed).not.toContain("\ufffd");
  });

  test("typed as any bytes reaches the program unchanged", async () => {
    const page = await LabClient.open(scene.server, "relay");
    page.type(
      "talker-1",
      "stty raw -echo; echo now; head -c 256 | od -An -v -tu1 | tr -s ' \\n' ,; stty sane\r",
    );
    await page.shows("talker-1", "\x07now\n");
    const all = Uint8Array.from({ length: 256 }, (_, index) => index);
    page.type("talker-1", all);
    await page.is("talker-1", "exited");
    await page.shows("talker-1", `,${[...all].join(",")},`);
  });
});

/** The first process of the PID namespace in which a process with this argument runs, as this machine numbers it. */
function firstProcessBeside(argument: string): number | undefined {
  const [program] = processesWith(argument);
  if (program === undefined) return undefined;
  const namespaceOf = (pid: number | "self") =>
    readlinkSync(`/proc/${pid}/ns/pid`);
  const namespace = namespaceOf(program);
  if (namespace === namespaceOf("self"))
    throw new Error("it has no namespace of its own");
  const [first] = processesWhere(
    (pid) =>
      namespaceOf(pid) === namespace &&
      /^NSpid:.*\t1$/m.test(readFileSync(`/proc/${pid}/status`, "utf8")),
  );
  return first;
}
