// One file: the list of the attacks on one thing, read from top to bottom.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { lstatSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { link, mkdir, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect } from "vitest";
import { socketProtocol } from "#contract";
import { courseFolder } from "../../runner/catalog/course.ts";
import { LabClient } from "../helpers/lab-client.ts";
import {
  createHome,
  startTestServer,
  type TestServer,
} from "../helpers/lab-server.ts";
import { passFrom } from "../helpers/pass.ts";
import { attack } from "./attack.ts";
import { sendRaw, upgradeLines } from "./raw-request.ts";

let home: Awaited<ReturnType<typeof createHome>>;
let server: TestServer;
let token: string;
/** Stands beside the workspace, where a name that leaves it would lead first. */
let secret: string;
let before: string;

const secretText = "a secret that no page may show";

beforeEach(async () => {
  home = await createHome();
  secret = join(home.root, "secret.ts");
  await writeFile(secret, secretText);
  await mkdir(join(home.root, "outside"));
  await writeFile(join(home.root, "outside", "talker.ts"), secretText);
  server = await startTestServer(home);
  token = passFrom(server);
  before = hashOfOutside();
});

afterEach(async () => {
  await server.close();
  await home.remove();
});

/** A hash of names, kinds and contents of what is not the workspace: this home, the labs, and settings of the machine. */
function hashOfOutside(): string {
  const hash = createHash("sha256");
  const add = (path: string): void => {
    const stats = lstatSync(path, { throwIfNoEntry: false });
    hash.update(`${path}\0${stats?.mode ?? "none"}\0`);
    if (stats?.isSymbolicLink()) hash.update(readlinkSync(path));
    else if (stats?.isFile()) hash.update(readFileSync(path));
    else if (stats?.isDirectory())
      for (const name of readdirSync(path)) add(join(path, name));
  };
  const own = readdirSync(home.root).map((name) => join(home.root, name));
  // The runner's own state changes as it should: progress and snapshots.
  for (const path of own)
    if (path !== home.workspace && path !== home.state) add(path);
  for (const path of ["labs", "package.json", "test/fixtures/labs"])
    add(join(courseFolder, path));
  for (const path of ["/etc/passwd", "/etc/hosts", "/etc/hostname"]) add(path);
  return hash.digest("hex");
}

const badNames = [
  "..",
  ".",
  "",
  "../secret.ts",
  "../../../../etc/passwd",
  "..\\..\\secret.ts",
  "..%2f..%2fsecret.ts",
  "%2e%2e/%2e%2e/secret.ts",
  "..%252f..%252fsecret.ts",
  "%252e%252e%252fsecret.ts",
  "..%c0%af..%c0%afsecret.ts",
  "..%ef%bc%8fsecret.ts",
  "talker.ts%00",
  "talker.ts\0.png",
  "\0",
  "/etc/passwd",
  "//etc/passwd",
  "file:///etc/passwd",
  "C:\\Windows\\win.ini",
  "~/.bashrc",
  "~root",
  "./talker.ts",
  "talker.ts/",
  "relay/../relay",
  "relay/../../secret.ts",
  "outside/talker.ts",
  ".saving",
  ".talker.ts.saving",
  "CON",
  "__proto__",
  "toString",
  "a".repeat(5000),
  "-rf",
  "$(touch /tmp/x)",
  "talker.ts; rm -rf /",
  "talker\u202e.ts",
  "ｔalker.ts",
];

attack(
  "Names that lead elsewhere, in every message that names something",
  "any",
  async ({ measured }) => {
    const lab = await LabClient.open(server, "relay");
    const messages = (name: string): object[] => [
      ...["save"].map((type) => ({ type, name, text: "stolen", base: "" })),
      { type: "restore", snapshot: name },
      { type: "hint", check: name },
      { type: "answer", question: name, choice: 0 },
      { type: "step", step: name, done: true },
      ...["run", "stop", "reopen"].map((type) => ({ type, terminal: name })),
      { type: "type", terminal: name, text: "exit\r" },
      { type: "resize", terminal: name, columns: 80, rows: 24 },
      { type: "acknowledge", terminal: name, sequence: 1 },
    ];
    let refused = 0;
    const closed: number[] = [];
    const tryOne = async (name: string, message: object) => {
      const page = await LabClient.open(server, "relay");
      const since = page.messages.length;
      page.socket.send(JSON.stringify(message));
      await page.until(
        `${JSON.stringify(message)} is refused`,
        () =>
          page.closeCode !== null ||
          page.messages.slice(since).some(({ type }) => type === "error"),
      );
      if (page.closeCode !== null) closed.push(page.closeCode);
      const said = JSON.stringify(page.messages.slice(since));
      expect(said, name).not.toContain(secretText);
      expect(said, name).not.toContain(home.root);
      refused += 1;
      if (page.closeCode === null) await page.close();
    };
    for (const name of badNames)
      await Promise.all(messages(name).map((message) => tryOne(name, message)));
    expect(new Set(closed)).toEqual(new Set([4002]));
    expect(hashOfOutside()).toBe(before);
    expect(server.logged).toEqual([]);
    lab.type("talker-1", "echo go on | tr a-z A-Z\r");
    await lab.shows("talker-1", "GO ON");
    await lab.close();
    measured(`${refused} messages, outside unchanged`);
  },
);

attack(
  "Names that lead elsewhere, in every address",
  "any",
  async ({ measured }) => {
    const own = [`Host: 127.0.0.1:${server.port}`];
    const bearer = `Authorization: Bearer ${token}`;
    const headers = {
      Host: `127.0.0.1:${server.port}`,
      Origin: `http://127.0.0.1:${server.port}`,
    };
    let refused = 0;
    // Line breaks and spaces would end the request line; everything else goes out as it is.
    for (const name of badNames.filter((each) => !/[\r\n ]/.test(each))) {
      const spellings = new Set([name, encodeURIComponent(name)]);
      for (const spelling of spellings) {
        const socket = upgradeLines(`/api/labs/${spelling}/socket`, headers, [
          socketProtocol,
          `token.${token}`,
        ]);
        const answers = [
          await sendRaw(server.port, socket),
          ...(await Promise.all(
            [`/${spelling}`, `/_astro/${spelling}`, `/api/${spelling}`]
              // These lead to the home page itself.
              .filter((path) => !/^\/(\.|%2e)?$/i.test(path))
              .map((path) =>
                sendRaw(server.port, [`GET ${path} HTTP/1.1`, ...own, bearer]),
              ),
          )),
        ];
        for (const { status, text } of answers) {
          expect(status, `${spelling}: ${text.slice(0, 200)}`).not.toBe(101);
          // `/..` and `/_astro/..` are the home page, as in every browser.
          if (status === 200) expect(text).toContain("A page of the course.");
          else
            expect(
              status === 0 || (status >= 300 && status < 500),
              spelling,
            ).toBe(true);
          expect(text).not.toMatch(/root:|zeromq-labs"|a secret that/);
          refused += 1;
        }
      }
    }
    expect(hashOfOutside()).toBe(before);
    expect(server.logged).toEqual([]);
    measured(`${refused} requests, outside unchanged`);
  },
);

attack(
  "Links, pipes, devices and huge files that a program puts in place of its files",
  "any",
  async ({ measured }) => {
    const folder = join(home.workspace, "relay");
    const talker = join(folder, "talker.ts");
    const opened = await LabClient.open(server, "relay");
    const replacements: [string, () => unknown][] = [
      ["a link to a file", () => symlink(secret, talker)],
      ["a relative link", () => symlink("../../secret.ts", talker)],
      ["a link to a folder", () => symlink(home.root, talker)],
      ["a link to itself", () => symlink("talker.ts", talker)],
      ["a link to a device", () => symlink("/dev/zero", talker)],
      [
        "a link to a file of its process",
        () => symlink("/proc/self/environ", talker),
      ],
      ["a second name of a file", () => link(secret, talker)],
      ["a pipe", () => execFileSync("mkfifo", [talker])],
      ["a folder", () => mkdir(talker)],
      ["a huge file", () => execFileSync("truncate", ["-s", "4T", talker])],
    ];
    for (const [what, replace] of replacements) {
      await rm(talker, { recursive: true, force: true });
      await replace();
      const page = await LabClient.open(server, "relay");
      const { files } = await page.next("welcome");
      const { text = "", version = "" } =
        files.find(({ name }) => name === "talker.ts") ?? {};
      // A second name is an ordinary file, the student's own as far as anyone can see; all else is not shown.
      if (what !== "a second name of a file")
        expect(text, what).not.toContain(secretText);
      const check = { type: "check" } as const;
      for (const message of [
        { type: "save", name: "talker.ts", text: "overwritten", base: version },
        // Where it is no ordinary file, there is nothing to grade.
        ...(text.startsWith("//") ? [check] : []),
        { type: "reset" },
      ] as const) {
        const since = page.messages.length;
        page.send(message);
        await page.until(`${message.type} with ${what} is answered`, () =>
          page.messages
            .slice(since)
            .some(({ type }) =>
              ["saved", "conflict", "files", "graded", "error"].includes(type),
            ),
        );
      }
      expect(hashOfOutside(), what).toBe(before);
      await page.close();
    }
    expect(server.logged).toEqual([]);
    await opened.close();
    measured(`${replacements.length} kinds, outside unchanged`);
  },
);

attack("A link in place of a lab's folder", "any", async () => {
  await symlink(join(home.root, "outside"), join(home.workspace, "relay"));
  const page = new LabClient(server, "relay");
  await once(page.socket, "open");
  page.hello();
  expect(await page.next("error")).toMatchObject({ code: "storage-failed" });
  await page.closed();
  expect(hashOfOutside()).toBe(before);
  expect(JSON.stringify(page.messages)).not.toContain(secretText);
});
