import { readdirSync, readFileSync } from "node:fs";
import { stat } from "node:fs/promises";
import { join, relative } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, expect } from "vitest";
import { siteFolder } from "../../runner/commands/build-site.ts";
import { labSource } from "../e2e/lesson-page.ts";
import {
  createHome,
  startCourse,
  type RunningCourse,
} from "../helpers/course.ts";
import { LabClient } from "../helpers/lab-client.ts";
import { passFrom, tokenFrom } from "../helpers/pass.ts";
import { attack } from "./attack.ts";

let home: Awaited<ReturnType<typeof createHome>>;
let course: RunningCourse;
/** The secrets that no one else may get: the token in the link, and the key in the home that it comes from. */
let token: string;
let key: string;
let page: LabClient;

beforeAll(async () => {
  home = await createHome();
  course = await startCourse(home.home);
  token = tokenFrom(course);
  key = readFileSync(join(home.home, ".labs/key"), "utf8").trim();
  page = await LabClient.open(course, "pair");
  page.type("server", "sleep 1000\r");
  await page.is("server", "running");
});

afterAll(async () => {
  await page.close();
  expect(await course.stop()).toBe(0);
  await home.remove();
});

/** All ordinary files below a folder, links not followed. */
function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

/** Arguments and environments of all processes that hold the token, and how many were looked at. */
function processesThatTell(): { looked: number; tell: string[] } {
  const tell: string[] = [];
  let looked = 0;
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name)))
    for (const file of ["cmdline", "environ"])
      try {
        const text = readFileSync(`/proc/${pid}/${file}`, "latin1");
        looked += 1;
        if (text.includes(token) || text.includes(key))
          tell.push(`/proc/${pid}/${file}: ${text}`);
      } catch {
        // Another user's, or gone.
      }
  return { looked, tell };
}

attack(
  "The token in arguments and environments, while labs run and work is checked",
  "any",
  async ({ measured }) => {
    let looks = 0;
    let most = 0;
    const look = () => {
      const { looked, tell } = processesThatTell();
      expect(tell).toEqual([]);
      looks += 1;
      most = Math.max(most, looked / 2);
    };
    look();
    page.send({ type: "check" });
    const done = () => page.messages.some(({ type }) => type === "graded");
    while (!done()) {
      look();
      await delay(50);
    }
    await page.next("graded");
    measured(`${looks} looks at ${Math.round(most)} processes`);
  },
);

attack(
  "The token in what a program in a terminal can find",
  "any",
  async ({ measured }) => {
    // The search must not find itself: the pattern is put together inside, and what there is is read before.
    const [first, second] = [token.slice(0, 20), token.slice(20, 40)];
    const skipped = ["proc", "sys", "usr", "node_modules"]
      .map((name) => `--exclude-dir=${name}`)
      .join(" ");
    page.type(
      "client",
      `cat /proc/[0-9]*/{environ,cmdline} >seen 2>/dev/null; p=${first}; p="\${p}${second}"; env | grep -c "$p"; grep -ac "$p" seen; grep -rlsI ${skipped} "$p" / | wc -l; echo looked | tr a-z A-Z\r`,
    );
    await page.shows("client", "LOOKED");
    const shown = page.text("client");
    const { isolation } = await page.next("welcome");
    const counts = /\n?(\d+)\r\n(\d+)\r\n(\d+)\r\nLOOKED/.exec(shown);
    expect(counts?.slice(1, 3), JSON.stringify(shown)).toEqual(["0", "0"]);
    // Below `isolated` a program sees the files of whoever started the runner, the token's among them.
    if (isolation.level === "isolated") expect(counts?.[3]).toBe("0");
    measured(`at level ${isolation.level}`);
  },
);

attack(
  "The token in files: what others can read, and what else holds it",
  "any",
  async ({ measured }) => {
    const files = [".labs", "workspace"].flatMap((folder) =>
      filesBelow(join(home.home, folder)),
    );
    const holding = files.filter((file) => {
      const text = readFileSync(file, "latin1");
      return text.includes(token) || text.includes(key);
    });
    expect(holding.map((file) => relative(home.home, file))).toEqual([
      ".labs/key",
    ]);
    const mode = async (path: string) => (await stat(path)).mode & 0o777;
    for (const file of holding) expect(await mode(file)).toBe(0o600);
    expect(await mode(join(home.home, ".labs"))).toBe(0o700);
    measured(`1 of ${files.length} files, mode 600 in a folder of mode 700`);
  },
);

attack(
  "The token in what the runner prints, besides the one link",
  "any",
  async ({ measured }) => {
    // Something that makes it talk: requests that are refused, and a program that ends.
    await fetch(`${course.url}api/course?token=${token}`);
    await fetch(`${course.url}api/course`, {
      headers: { authorization: `Bearer ${passFrom(course)}`, origin: "null" },
    });
    page.send({ type: "restore", snapshot: token });
    await page.next("error");
    const printed = course.output();
    expect(printed.split(token)).toHaveLength(2);
    expect(printed).not.toContain(key);
    expect(printed).toContain(`#token=${token}`);
    measured("1 time");
  },
);

attack(
  "The token in answers: every page, the API, every message",
  "any",
  async ({ measured }) => {
    const site = filesBelow(siteFolder).map((file) =>
      relative(siteFolder, file),
    );
    const headers = { authorization: `Bearer ${passFrom(course)}` };
    let looked = 0;
    const look = async (path: string, init: RequestInit = {}) => {
      const answer = await fetch(course.url + path, init);
      const head = JSON.stringify([...answer.headers]);
      const text = head + (await answer.text());
      expect(text, path).not.toContain(token);
      expect(text, path).not.toContain(key);
      expect(answer.headers.get("set-cookie")).toBeNull();
      looked += 1;
    };
    for (const path of site) await look(path);
    for (const path of ["", "api/course", "api/nothing", token, "api/"])
      for (const init of [{}, { headers }, { method: "POST", headers }])
        if (!path.includes(token)) await look(path, init);
    expect(JSON.stringify(page.messages)).not.toContain(token);
    expect(page.socket.protocol).not.toContain(token);
    // The solution is the course's own: sources that a page shows hold no token either.
    expect(await labSource("pair", "solution", "server.ts")).not.toContain(
      token,
    );
    measured(`${looked} answers, ${page.messages.length} messages`);
  },
);
