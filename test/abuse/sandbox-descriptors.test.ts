import { randomUUID } from "node:crypto";
import { mkdtemp, readdir, readlink, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished } from "vitest";
import {
  listProcesses,
  membersOf,
  userNamespace,
} from "../../runner/sandbox/members.ts";
import { readStat } from "../../runner/sandbox/process-stat.ts";
import { providerOf } from "../sandbox/trial.ts";
import { attack } from "./attack.ts";
import { attackFrom, openPage } from "./lab-pages.ts";
import { startRunner } from "./scene.ts";
import { users, whoIs } from "./who-attacks.ts";

const typed = "labs-abuse-typed-this";

/** Opens the file and the folder behind it as many numbers, some of them high, and becomes the command after them. */
const leak =
  'for n in 5 9 17 40 100 255 900; do eval "exec $n<\\"$1\\""; done; exec 101<"$2" 102<>"$1"; shift 2; exec "$@"';

for (const level of ["isolated", "namespaced"] as const)
  for (const who of users) {
    attack(
      `find what the runner was started with, and the terminals of earlier labs${who}`,
      level,
      async (scene) => {
        await providerOf(level, scene.context);
        const user = await whoIs(who, scene);
        const folder = await mkdtemp(join(tmpdir(), "labs-abuse-"));
        onTestFinished(() => rm(folder, { recursive: true }));
        const secret = randomUUID();
        const file = join(folder, "key.txt");
        await writeFile(file, secret, { mode: 0o600 });
        const runner = await startRunner(
          { labs: 2, level },
          {
            before: ["/bin/bash", "-c", leak, "leak", file, folder],
            user,
          },
        );
        const victim = await openPage(runner, "relay-1");
        const attacker = await openPage(runner, "relay-2");
        const said = await attackFrom(
          runner,
          attacker,
          "relay-2",
          "take-descriptors.pl",
          `${secret} 'echo ${typed}'`,
        );
        if (said === null) return scene.notTried("perl is not installed");
        const tried = said.pop() ?? "";
        expect(said).toEqual(["took 0 of the first process"]);

        // From outside: none of the processes of a sandbox, graders and what holds it included, has anything of that open.
        const seen = [];
        for (const pid of sandboxed(runner.pid))
          for (const number of await readdir(`/proc/${pid}/fd`).catch(() => []))
            seen.push(
              await readlink(`/proc/${pid}/fd/${number}`).catch(() => ""),
            );
        expect(seen.length).toBeGreaterThan(20);
        expect(
          seen.filter((path) => path.startsWith(folder) || /ptmx$/.test(path)),
        ).toEqual([]);
        victim.type("talker-1", "echo untou''ched\r");
        await victim.shows("talker-1", "untouched\r\n");
        expect(victim.text("talker-1")).not.toContain(typed);
        scene.measured(
          `${tried.replace("tried ", "")} here, ${seen.length} outside: none`,
        );
      },
    );
  }

/** What a runner has started, and all that stands in the user namespaces of these. */
function sandboxed(runner: number): number[] {
  const children = listProcesses().filter(
    (pid) => readStat(pid)?.parent === runner,
  );
  const own = userNamespace(runner);
  const namespaces = new Set(children.map(userNamespace));
  namespaces.delete(own);
  return [
    ...new Set([
      ...children,
      ...[...namespaces].flatMap((namespace) => membersOf(namespace)),
    ]),
  ];
}
