import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished } from "vitest";
import { courseFolder, labsFolder } from "../../runner/catalog/course.ts";
import { providerOf } from "../sandbox/trial.ts";
import { openTerminal } from "../sandbox/trial-terminal.ts";
import { attack } from "./attack.ts";
import { openPage, putProgram, terminals } from "./lab-pages.ts";
import { startRunner } from "./scene.ts";

const apart = ["isolated", "namespaced"] as const;

/** What an attacker types and writes into terminals. */
const typed = "labs-abuse-typed-this";
const written = "labs-abuse-wrote-this";
const either = new RegExp(`${typed}|${written}`);

for (const level of apart) {
  attack(
    "use file descriptors that a terminal was not meant to have",
    level,
    async ({ context, measured }) => {
      await providerOf(level, context);
      const runner = await startRunner({ labs: 3, level });
      const pages = [];
      for (const lab of ["relay-1", "relay-2", "relay-3"])
        pages.push(await openPage(runner, lab));
      let seen = 0;
      for (const page of pages)
        for (const terminal of terminals) {
          // Bash keeps its script's source at 255; `ls` opens the folder that it lists.
          page.type(terminal, "clear; ls -x /proc/self/fd; echo th''en\r");
          await page.shows(terminal, "then\r\n");
          const listed = /([\d ]+)\r\nthen/.exec(page.text(terminal))?.[1];
          expect(listed?.trim().split(/\s+/)).toEqual(["0", "1", "2", "3"]);
          seen += 1;
        }
      measured(`${seen} terminals: 0, 1 and 2 only`);
    },
  );

  attack(
    "write and type into the terminals of another lab",
    level,
    async (attack) => {
      await providerOf(level, attack.context);
      const runner = await startRunner({ labs: 2, level });
      const victim = await openPage(runner, "relay-1");
      const attacker = await openPage(runner, "relay-2");
      await putProgram(runner, "relay-2", "type-into-terminals.pl");
      attacker.type(
        "listener",
        `perl type-into-terminals.pl "echo ${typed}" ${written}; echo do''ne\r`,
      );
      await attacker.shows("listener", "done\r\n");
      if (!attacker.text("listener").includes("tried "))
        attack.notTried("perl is not installed");
      for (const terminal of terminals) {
        victim.type(terminal, "echo untou''ched\r");
        await victim.shows(terminal, "untouched\r\n");
        expect(victim.text(terminal)).not.toMatch(either);
      }
      // It does reach the terminals of its own lab, or it tries the wrong thing.
      await attacker.shows("talker-1", written);
      expect(attacker.text("listener")).not.toContain("typed into");
      attack.measured("3 terminals untouched");
    },
  );

  attack(
    "type into the terminal in which `labs check` runs",
    level,
    async (attack) => {
      await providerOf(level, attack.context);
      const folder = await mkdtemp(join(tmpdir(), "labs-abuse-"));
      onTestFinished(() => rm(folder, { recursive: true, force: true }));
      await prepareTypingSubmission(folder);
      const terminal = openTerminal(
        {
          file: "/bin/bash",
          args: ["--norc", "--noprofile"],
          env: { PATH: process.env["PATH"] ?? "", PS1: "$ ", TERM: "xterm" },
          cwd: folder,
        },
        attack.context,
      );
      await terminal.see("$ ");
      terminal.write(
        `'${process.execPath}' '${join(courseFolder, "runner/cli.ts")}' check pair --dir . --home home --isolation ${level} --allow-unsafe --seed 1; echo ex''it $?\r`,
      );
      await expect
        .poll(() => terminal.output(), { timeout: 60_000 })
        .toMatch(/\nexit \d/);
      terminal.write("echo the ''end; ls\r");
      await terminal.see("the end");
      await terminal.see("$ ");
      expect(terminal.output()).toMatch(/tried \d+ terminals/);
      expect(terminal.output()).not.toMatch(/typed into|took/);
      expect(terminal.output()).not.toMatch(either);
      attack.measured("nothing typed");
    },
  );
}

/** A submission to `pair` whose programs try to type into every terminal before they fail. */
async function prepareTypingSubmission(folder: string): Promise<void> {
  await cp(join(labsFolder, "pair", "starter"), folder, { recursive: true });
  const script = join(import.meta.dirname, "programs/type-into-terminals.pl");
  const source = await readFile(script, "utf8");
  const program = `import { spawnSync } from "node:child_process";
const { stdout } = spawnSync("perl", ["-e", ${JSON.stringify(source)}, "echo ${typed}", "${written}"], { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
console.log(stdout.trim());
process.exit(1);
`;
  for (const name of ["client.ts", "server.ts"])
    await writeFile(join(folder, name), program);
}
