import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { expect, vi } from "vitest";
import { chooseProvider } from "../../runner/sandbox/choose-provider.ts";
import { LabClient } from "../helpers/lab-client.ts";
import { processesNaming, run } from "../sandbox/trial.ts";
import { attack, type Attack } from "./attack.ts";
import {
  makeHome,
  startCourseRunner,
  type CourseRunner,
} from "./course-runner.ts";
import { startRunner } from "./scene.ts";

/** The time after which nothing may be left of a runner, in milliseconds. */
const cleanUpTime = 1000;

/** Throws in the runner on one signal, and rejects a promise that nobody waits for on another. */
const injection = `process.on("SIGUSR2", () => { throw new Error("a defect made for this test"); });
process.on("SIGURG", () => void Promise.reject(new Error("a defect made for this test")));`;
const env = {
  NODE_OPTIONS: `--import "data:text/javascript,${encodeURIComponent(injection)}"`,
};

/** Opens a page on a lab and starts in it what does not want to end; all of it names a token in its arguments. */
async function openStubbornLab(
  runner: CourseRunner,
  token: string,
): Promise<LabClient> {
  const page = await LabClient.open(runner, "pipeline");
  const [first = "", second = ""] = page.screens.keys();
  const stubborn = `trap '' HUP INT TERM; away() { setsid "$@" || "$@"; }; away sleep ${token} & (away bash -c 'trap "" HUP TERM; sleep ${token}; true' &) ; nohup sleep ${token} & disown; sleep ${token}`;
  for (const terminal of [first, second]) {
    await page.shows(terminal, "lab$");
    page.type(terminal, `${stubborn}\r`);
  }
  await vi.waitUntil(() => processesNaming(token).length >= 10, 20_000);
  return page;
}

let tokens = 0;
const newToken = () => `7654${(tokens += 1)}.${process.pid}`;

/** At level `none` what leaves its session outlives the runner: the level does not promise more. */
async function needSandbox({ notTried }: Attack): Promise<void> {
  const { isolation } = await chooseProvider();
  if (isolation.level === "none")
    notTried(`only level none here: ${isolation.reason ?? ""}`);
}

async function expectNothingLeft(token: string): Promise<number> {
  const began = performance.now();
  await vi.waitUntil(() => processesNaming(token).length === 0, {
    timeout: cleanUpTime,
    interval: 10,
  });
  return performance.now() - began;
}

attack(
  "kill -9 of `labs start` with setsid, double-forked and deaf children",
  "any",
  async (attack) => {
    await needSandbox(attack);
    const runner = await startCourseRunner({ home: await makeHome() });
    const token = newToken();
    await openStubbornLab(runner, token);
    const before = processesNaming(token).length;
    runner.process.kill("SIGKILL");
    expect(await runner.ended).toBe("SIGKILL");
    const took = await expectNothingLeft(token);
    attack.measured(`${before} processes gone after ${Math.round(took)} ms`);
  },
);

const endings = [
  { signal: "SIGINT", code: 0, says: /Stopping the labs/ },
  { signal: "SIGTERM", code: 143, says: /the runner got SIGTERM/ },
  { signal: "SIGHUP", code: 129, says: /the runner got SIGHUP/ },
  {
    signal: "SIGUSR2",
    name: "an exception that nobody catches",
    code: 3,
    says: /the runner itself failed[^]*a defect made for this test/,
  },
  {
    signal: "SIGURG",
    name: "a rejection that nobody handles",
    code: 3,
    says: /the runner itself failed[^]*a defect made for this test/,
  },
] as const;

for (const ending of endings)
  attack(
    `end the runner by ${"name" in ending ? ending.name : ending.signal}`,
    "any",
    async (attack) => {
      await needSandbox(attack);
      const runner = await startCourseRunner({ home: await makeHome(), env });
      const token = newToken();
      const page = await openStubbornLab(runner, token);
      runner.process.kill(ending.signal);
      expect(await runner.ended).toBe(ending.code);
      await expectNothingLeft(token);
      expect(runner.output()).toMatch(ending.says);
      expect(runner.output()).not.toMatch(/^\s+at /m);
      const [first = ""] = page.screens.keys();
      expect(page.text(first)).toContain("The runner was stopped.");
      expect(await page.closed()).toBe(4001);
      attack.measured(`exit code ${ending.code}, nothing left`);
    },
  );

attack("leave a lab alone, and come back", "any", async (attack) => {
  await needSandbox(attack);
  const idleMs = 500;
  const runner = await startRunner({ labs: 1, idleMs });
  const page = await LabClient.open(runner, "relay-1");
  await page.shows("listener", "lab$");
  const token = newToken();
  page.type(
    "listener",
    `echo hello >made.txt; echo ear''lier; sleep ${token}\r`,
  );
  await page.shows("listener", "earlier\r\n");
  await vi.waitUntil(() => processesNaming(token).length > 0);
  // As long as a page is there, nothing ends.
  await delay(2 * idleMs);
  expect(processesNaming(token).length).toBeGreaterThan(0);
  await page.close();
  await vi.waitUntil(() => processesNaming(token).length === 0, 10_000);
  const back = await LabClient.open(runner, "relay-1", page);
  await back.shows("listener", "without a page");
  back.type("listener", "cat made.txt | tr a-z A-Z\r");
  await back.shows("listener", "HELLO");
  expect(back.text("listener")).toMatch(
    /earlier[^]*Ended after .+ without a page[^]*lab\$[^]*HELLO/,
  );
  attack.measured("files and scrollback are back");
});

/** Words that run a command with a small file system of its own at `home`. */
function withSmallDisk(home: string, mebibytes: number): [string, ...string[]] {
  const script = `mount -t tmpfs -o size=${mebibytes}m tmpfs "$0" && exec "$@"`;
  const asRoot = process.getuid?.() === 0 ? [] : ["--user", "--map-root-user"];
  return ["unshare", ...asRoot, "--mount", "/bin/sh", "-c", script, home];
}

async function needSmallDisk({ notTried }: Attack): Promise<void> {
  const [file, ...args] = [...withSmallDisk("/mnt", 1), "true"];
  const { code } = await run({
    file,
    args,
    env: { PATH: process.env["PATH"] ?? "" },
    cwd: "/",
  });
  if (code !== 0) notTried("a small file system cannot be mounted");
}

attack("start on a full disk", "any", async (attack) => {
  await needSmallDisk(attack);
  const home = await makeHome();
  const before = [
    ...withSmallDisk(home, 1),
    ...[
      "/bin/sh",
      "-c",
      'head -c 2000000 /dev/zero >"$0/full" 2>/dev/null; exec "$@"',
      home,
    ],
  ];
  const runner = await startCourseRunner({ home, before });
  expect(await runner.ended).toBe(3);
  expect(runner.output()).toMatch(/space/);
  expect(runner.output()).not.toMatch(/^\s+at /m);
  attack.measured("exit code 3, says so");
});

attack("fill the runner's disk while it runs", "any", async (attack) => {
  await needSandbox(attack);
  await needSmallDisk(attack);
  const home = await makeHome();
  const runner = await startCourseRunner({
    home,
    before: withSmallDisk(home, 8),
  });
  const page = await LabClient.open(runner, "pair");
  const [terminal = ""] = page.screens.keys();
  await page.shows(terminal, "lab$");
  const [file] = (await page.next("welcome")).files.filter(
    ({ editable }) => editable,
  );
  if (!file) throw new Error("the lab has no file to edit");
  page.type(terminal, "cat /dev/zero >full; echo fi''lled\r");
  await page.shows(terminal, "filled\r\n");
  page.send({
    type: "save",
    name: file.name,
    text: `${file.text}//`.repeat(20),
    base: file.version,
  });
  const refusal = await page.next("error");
  expect(`${refusal.message} ${refusal.hint ?? ""}`).toMatch(/space|disk/);
  // The old text is whole, and the lab goes on.
  const root = `/proc/${runner.process.pid}/root`;
  const kept = join(root, home, "workspace", "pair", file.name);
  expect(await readFile(kept, "utf8")).toBe(file.text);
  const token = newToken();
  page.type(terminal, `sleep ${token}\r`);
  await vi.waitUntil(() => processesNaming(token).length > 0);
  runner.process.kill("SIGTERM");
  const code = await runner.ended;
  expect(runner.output()).toMatch(/the runner got SIGTERM/);
  expect(runner.output()).toMatch(
    /not all of their terminals' output could be kept/,
  );
  expect(code).toBe(3);
  await expectNothingLeft(token);
  attack.measured("old text whole, told in page and shell, exit code 3");
});
