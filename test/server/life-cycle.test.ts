import { once } from "node:events";
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import {
  afterEach,
  beforeEach,
  expect,
  test,
  vi,
  onTestFinished,
} from "vitest";
import { LabsError } from "#contract";
import type { SandboxProvider } from "../../runner/sandbox/sandbox.ts";
import { processesWith, uniqueSeconds } from "../helpers/processes.ts";
import { LabClient } from "../helpers/lab-client.ts";
import {
  createHome,
  serveInChild,
  startTestServer,
  type TestServer,
} from "../helpers/lab-server.ts";

let home: Awaited<ReturnType<typeof createHome>>;
const servers: TestServer[] = [];

beforeEach(async () => {
  home = await createHome();
});

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
  await home.remove();
});

async function start(
  options: Parameters<typeof startTestServer>[1] = {},
): Promise<TestServer> {
  const server = await startTestServer(home, options);
  servers.push(server);
  return server;
}

test("takes the next free port, and says which", async () => {
  const taken = createServer().listen(0, "127.0.0.1");
  await once(taken, "listening");
  const address = taken.address();
  const port = typeof address === "object" && address ? address.port : 0;
  const server = await start({ port });
  expect(server.port).toBeGreaterThan(port);
  expect(server.url).toBe(`http://127.0.0.1:${server.port}/`);
  taken.close();
});

test("close tells the pages, and leaves no process, socket or timer", async () => {
  const server = await start();
  const page = await LabClient.open(server, "relay");
  const words = [uniqueSeconds(), uniqueSeconds(), uniqueSeconds()];
  page.type("talker-1", `sleep ${words[0]}\r`);
  page.type(
    "talker-2",
    `(setsid nohup sleep ${words[1]} || nohup sleep ${words[1]}) & disown; trap '' HUP TERM INT; sleep ${words[2]}\r`,
  );
  await vi.waitUntil(() =>
    words.every((word) => processesWith(word).length > 0),
  );
  const began = performance.now();
  await server.close();
  const seconds = (performance.now() - began) / 1000;
  expect(await page.closed()).toBe(4001);
  for (const word of words) expect(processesWith(word)).toEqual([]);
  // The promise is a second; a busy machine is given more before the test fails.
  expect(seconds).toBeLessThan(3);
  await expect(fetch(server.url)).rejects.toThrow();
  await server.close();
});

test("opening and closing many times leaves no file descriptor behind", async () => {
  const count = () => readdirSync("/proc/self/fd").length;
  const once = async () => {
    const server = await start();
    const page = await LabClient.open(server, "relay");
    page.type("talker-1", "true\r");
    await page.is("talker-1", "exited");
    await page.close();
    await server.close();
  };
  await once();
  const before = count();
  for (let times = 0; times < 5; times += 1) await once();
  await vi
    .waitUntil(() => count() <= before, { timeout: 5000 })
    .catch(() => {
      const open = readdirSync("/proc/self/fd").map((fd) => {
        try {
          return readlinkSync(`/proc/self/fd/${fd}`);
        } catch {
          return "";
        }
      });
      expect.fail(
        `${count()} descriptors, ${before} before: ${open.join(" ")}`,
      );
    });
});

test("two runners on one home both serve their pages, each with a key of its own", async () => {
  const [first, second] = [await start(), await start()];
  expect(new URL(first.link).hash).not.toBe(new URL(second.link).hash);
  for (const server of [first, second]) {
    const page = await LabClient.open(server, "relay");
    page.type("talker-1", "echo hello | tr a-z A-Z\r");
    await page.shows("talker-1", "HELLO");
    page.send({ type: "step", step: "read", done: true });
    await page.next("progress");
  }
});

test("two labs' windows do not share ports", async () => {
  const server = await start();
  const other = await createHome();
  const beside = await startTestServer(other);
  const [left, right] = [
    await LabClient.open(server, "relay"),
    await LabClient.open(beside, "relay"),
  ];
  const { isolation } = await left.next("welcome");
  for (const page of [left, right])
    page.send({ type: "run", terminal: "listener" });
  if (isolation.level !== "none") {
    await left.shows("listener", "listening on 5555");
    await right.shows("listener", "listening on 5555");
  }
  await beside.close();
  await other.remove();
});

test("without a sandbox the terminals say why, and the files can still be edited", async () => {
  const provider: SandboxProvider = {
    isolation: { level: "none", reason: null, remedy: null },
    open: () =>
      Promise.reject(
        new LabsError(
          "sandbox-unavailable",
          "No more processes can be started.",
          { learnerSafe: true },
        ),
      ),
  };
  const server = await start({ provider });
  const page = await LabClient.open(server, "relay");
  const { terminals, files } = await page.next("welcome");
  expect(terminals[0]?.state).toEqual({
    is: "closed",
    reason: "No more processes can be started.",
  });
  page.send({
    type: "save",
    name: "talker.ts",
    text: "x",
    base: files[0]?.version ?? "",
  });
  await page.next("saved");
  page.send({ type: "run", terminal: "listener" });
  expect(await page.next("error")).toMatchObject({
    message: "No more processes can be started.",
  });
});

test("without a built site it says how to get one, and lets go of everything", async () => {
  const failed = await start({ siteFolder: join(home.root, "nowhere") }).catch(
    (error: unknown) => error,
  );
  expect(failed).toMatchObject({ code: "site-missing" });
  // Nothing holds the port or the database.
  await start();
});

test("a runner that is killed leaves no process, and the next one shows the scrollback, marked", async (context) => {
  const running = await serveInChild(home.root);
  onTestFinished(() => running.kill());
  const page = await LabClient.open(running, "relay");
  const { isolation } = await page.next("welcome");
  if (isolation.level === "none")
    context.skip("without namespaces the kernel does not end the programs");
  const words = [uniqueSeconds(), uniqueSeconds()];
  page.type(
    "talker-1",
    `echo before; (setsid nohup sleep ${words[0]} || nohup sleep ${words[0]}) & sleep ${words[1]}\r`,
  );
  await vi.waitUntil(() =>
    words.every((word) => processesWith(word).length > 0),
  );
  await page.shows("talker-1", "\x07before\r\n");
  const kept = join(home.state, "scrollback", "relay");
  await vi.waitUntil(() => readFileSync(kept).includes("\x07before\r\n"), {
    timeout: 30_000,
    interval: 200,
  });
  await running.kill();
  await page.closed();
  await vi.waitUntil(
    () => words.every((word) => processesWith(word).length === 0),
    { timeout: 5000 },
  );

  const server = await start();
  const back = await LabClient.open(server, "relay", page);
  await back.shows("talker-1", "The runner ended here.");
  expect(back.run).not.toBe(page.run);
  await back.until("the prompt comes", () =>
    /before[^]*The runner ended here[^]*lab\$/.test(back.text("talker-1")),
  );
});
