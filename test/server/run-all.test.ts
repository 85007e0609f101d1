import { expect, test } from "vitest";
import type { ServerMessage } from "#contract";
import { LabClient } from "../helpers/lab-client.ts";
import { serveEachTest } from "./scene.ts";

const scene = serveEachTest();

const solution = `import { connect } from "node:net";
const socket = connect(5555, "127.0.0.1", () => {
  socket.end("hello\\n");
  console.log(\`\${process.argv[2]} said hello\`);
});
`;

async function saveTalker(page: LabClient, text: string): Promise<void> {
  const welcome = await page.next("welcome");
  const base =
    welcome.files.find(({ name }) => name === "talker.ts")?.version ?? "";
  page.send({ type: "save", name: "talker.ts", text, base });
  await page.next("saved");
}

type Starting = Extract<ServerMessage, { type: "starting" }>;

const starting = (page: LabClient) =>
  page.messages.filter((each): each is Starting => each.type === "starting");

const finished = (page: LabClient, times = 1) =>
  page.until(
    "Run all has finished",
    () =>
      starting(page).filter(({ terminal }) => terminal === null).length ===
      times,
  );

test("starts the programs in order, each when the one before is ready", async () => {
  const page = await LabClient.open(scene.server, "relay");
  await saveTalker(page, solution);
  page.send({ type: "run-all" });
  await finished(page);
  expect(starting(page)).toEqual(
    ["listener", "talker-1", "talker-2", null].map((terminal) => ({
      type: "starting",
      terminal,
      problem: null,
    })),
  );
  // A talker that had started before the listener listened would have failed.
  await page.until(
    "both were heard",
    () => page.text("listener").split("heard: hello").length === 3,
  );
  await page.is("talker-2", "exited");
  expect(page.state("talker-1")).toMatchObject({ code: 0 });
});

test("stops what runs first, suspended programs too", async () => {
  const page = await LabClient.open(scene.server, "relay");
  await saveTalker(page, solution);
  page.type("talker-2", "node listener.ts 5555\r");
  await page.shows("talker-2", "listening on 5555");
  page.type("talker-2", "\x1a");
  await page.is("talker-2", "suspended");
  page.send({ type: "run", terminal: "talker-1" });
  page.type("talker-1", "sleep 1000\r");
  page.send({ type: "run-all" });
  await finished(page);
  expect(starting(page).at(-1)).toMatchObject({ problem: null });
});

test("begins when a suspended program that takes long to end has given its port back", async () => {
  const page = await LabClient.open(scene.server, "relay");
  await saveTalker(page, solution);
  const slow = [
    "require('net').createServer().listen(5555, () => console.log('up'));",
    "for (const each of ['SIGINT', 'SIGTERM'])",
    "process.on(each, () => setTimeout(() => process.exit(), 1500));",
  ];
  page.type("talker-2", `node -e "${slow.join(" ")}"\r`);
  await page.shows("talker-2", "up\r\n");
  page.type("talker-2", "\x1a");
  await page.is("talker-2", "suspended");
  page.send({ type: "run-all" });
  await finished(page);
  expect(starting(page).at(-1)).toMatchObject({ problem: null });
  await page.until(
    "the listener of this run heard both",
    () => page.text("listener").split("heard: hello").length === 3,
  );
});

test("names a program that ends before it is ready, and goes on", async () => {
  const page = await LabClient.open(scene.server, "relay");
  await saveTalker(page, "process.exit(7)");
  page.send({ type: "run-all" });
  await finished(page);
  const problem =
    'The program in talker-1 ended with exit code 7 before it printed "said hello": look at its terminal.';
  expect(starting(page)).toEqual([
    { type: "starting", terminal: "listener", problem: null },
    { type: "starting", terminal: "talker-1", problem: null },
    { type: "starting", terminal: "talker-1", problem },
    { type: "starting", terminal: "talker-2", problem: null },
    { type: "starting", terminal: null, problem },
  ]);
});

test("names a program that runs and does not become ready", async () => {
  const page = await LabClient.open(scene.server, "relay");
  // What it was told on its command line is no sign that it printed it.
  await saveTalker(page, "setInterval(() => {}, 1000); // said hello");
  page.send({ type: "run-all" });
  await finished(page);
  expect(starting(page).at(-1)?.problem).toBe(
    'talker-1 is running, but has not printed "said hello" within 10 s.',
  );
  expect(page.state("talker-2")).toMatchObject({ is: "running" });
});

test("is given up by Stop all", async () => {
  const page = await LabClient.open(scene.server, "relay");
  await saveTalker(
    page,
    "console.log('waiting'); setInterval(() => {}, 1000);",
  );
  page.send({ type: "run-all" });
  await page.shows("talker-1", "waiting\r\n");
  page.send({ type: "stop-all" });
  await finished(page);
  await page.is("talker-1", "interrupted");
  await page.is("listener", "exited");
  expect(page.state("talker-2")).toEqual({ is: "idle" });
});

test("begins again when it is clicked again", async () => {
  const page = await LabClient.open(scene.server, "relay");
  await saveTalker(
    page,
    "console.log('waiting'); setInterval(() => {}, 1000);",
  );
  page.send({ type: "run-all" });
  await page.shows("talker-1", "waiting\r\n");
  const { version } = await page.next("saved");
  page.send({ type: "save", name: "talker.ts", text: solution, base: version });
  page.send({ type: "run-all" });
  await finished(page);
  expect(starting(page).at(-1)).toMatchObject({ problem: null });
  await page.shows("talker-1", "said hello");
});

test("opens terminals again whose shell has ended", async () => {
  const page = await LabClient.open(scene.server, "relay");
  await saveTalker(page, solution);
  page.type("listener", "exit\r");
  await page.is("listener", "closed");
  page.send({ type: "run-all" });
  await finished(page);
  expect(starting(page).at(-1)).toMatchObject({ problem: null });
});
