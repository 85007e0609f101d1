import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "vitest";
import { LabClient } from "../helpers/lab-client.ts";
import { createHome, startTestServer } from "../helpers/lab-server.ts";
import { attack } from "./attack.ts";

/** Folders one in the other, until their path is longer than any call takes. */
const deeper = (name: string) =>
  `import os\nos.makedirs(${JSON.stringify(name)})\nos.chdir(${JSON.stringify(name)})\nfor _ in range(40):\n os.mkdir("d" * 200)\n os.chdir("d" * 200)`;

const python = (program: string, cwd: string) =>
  execFileSync("python3", ["-c", program], { cwd });
const pipe = (path: string) => execFileSync("mkfifo", [path]);

/** What a program leaves behind. What is not in the lab's folder it can leave below `isolated` only. */
const left: [string, (folder: string, state: string) => unknown][] = [
  [
    "a folder in place of a given program",
    async (folder) => {
      await rm(join(folder, "listener.ts"));
      await mkdir(join(folder, "listener.ts", "more"), { recursive: true });
    },
  ],
  [
    "a deep folder with the name of a half-written save",
    (folder) => python(deeper(".talker.ts.99999999-1.saving"), folder),
  ],
  [
    "deep folders with the names of the next saves",
    async (folder) => {
      await rm(join(folder, "talker.ts"));
      for (let each = 1; each < 40; each += 1)
        python(deeper(`.talker.ts.${process.pid}-${each}.saving`), folder);
    },
  ],
  [
    "a pipe for a half-written save",
    (folder) => pipe(join(folder, ".talker.ts.99999999-1.saving")),
  ],
  ["a pipe as .inputrc", (folder) => pipe(join(folder, ".inputrc"))],
  [
    "pipes as .bash_history, .bashrc and .profile",
    (folder) => {
      for (const name of [".bash_history", ".bashrc", ".profile"])
        pipe(join(folder, name));
    },
  ],
  [
    "a pipe as the description of the terminal",
    async (folder) => {
      await mkdir(join(folder, ".terminfo/x"), { recursive: true });
      pipe(join(folder, ".terminfo/x/xterm-256color"));
    },
  ],
  [
    "pipes as settings of Node and of the locale",
    async (folder) => {
      for (const name of [".noderc", ".node_repl_history", ".locale", ".netrc"])
        pipe(join(folder, name));
      await mkdir(join(folder, ".config"));
      pipe(join(folder, ".config/nano"));
    },
  ],
  [
    "a pipe in place of the scrollback",
    async (_, state) => {
      await rm(join(state, "scrollback/relay"), { force: true });
      pipe(join(state, "scrollback/relay"));
    },
  ],
  [
    "a folder in place of the scrollback",
    async (_, state) => {
      await rm(join(state, "scrollback/relay"), { force: true });
      await mkdir(join(state, "scrollback/relay/x"), { recursive: true });
    },
  ],
  [
    "a pipe in place of the key",
    async (_, state) => {
      await rm(join(state, "key"));
      pipe(join(state, "key"));
    },
  ],
  [
    "a folder in place of the key",
    async (_, state) => {
      await rm(join(state, "key"));
      await mkdir(join(state, "key", "x"), { recursive: true });
    },
  ],
];

for (const [what, leave] of left)
  attack(
    `A lab that is to be opened no more: ${what}`,
    "any",
    async (tried) => {
      const home = await createHome();
      const first = await startTestServer(home);
      const folder = join(home.workspace, "relay");
      const page = await LabClient.open(first, "relay");
      await page.shows("listener", "lab$");
      await page.close();
      await first.close();
      await leave(folder, home.state);
      const again = await startTestServer(home);
      tried.context.onTestFinished(async () => {
        await again.close();
        execFileSync("rm", ["-rf", home.root]);
      });
      const back = await LabClient.open(again, "relay");
      back.type("listener", "cat listener.ts | wc -l; echo shown''so\r");
      await back.shows("listener", "shownso");
      expect(back.text("listener")).not.toMatch(/Is a directory|No such file/);
      // What was in the way is not lost.
      if (what.startsWith("a folder in place of a given"))
        await back.next("error", ({ code, message }) => {
          const [name = "none"] =
            /listener\.ts\.set-aside-\w+/.exec(message) ?? [];
          return code === "set-aside" && existsSync(join(folder, name));
        });
      expect(existsSync(join(home.state, "key"))).toBe(true);
      expect(again.logged).toEqual([]);
    },
  );
