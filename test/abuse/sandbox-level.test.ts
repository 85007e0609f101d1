import { spawn } from "node:child_process";
import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { expect, onTestFinished } from "vitest";
import { courseFolder, labsFolder } from "../../runner/catalog/course.ts";
import { findTool } from "../../runner/sandbox/tools.ts";
import { run } from "../sandbox/trial.ts";
import { attack, type Attack } from "./attack.ts";

const labs = [process.execPath, join(courseFolder, "runner", "cli.ts")];

/** A folder of the test's own. */
async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "labs-abuse-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Runs `labs` on a machine that was changed by a shell command: for this command only, in namespaces of its own. */
async function labsAfter(
  change: string,
  ...args: string[]
): Promise<{ code: number | null; output: string }> {
  const child = spawn(
    "unshare",
    [
      ...["--user", "--map-root-user", "--mount", "/bin/bash", "--norc"],
      ...["-ec", `${change}\nexec "$@"`, "change", ...labs, ...args],
    ],
    {
      env: { ...process.env, NO_COLOR: "1" },
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  const code = new Promise<number | null>((resolve) =>
    child.once("close", resolve),
  );
  const printed = [text(child.stdout), text(child.stderr)];
  return { code: await code, output: (await Promise.all(printed)).join("") };
}

async function needChanges({ notTried }: Attack): Promise<string> {
  const trial = { file: "/usr/bin/unshare", env: {}, cwd: "/" };
  const args = ["--user", "--map-root-user", "--mount", "true"];
  const { code } = await run({ ...trial, args });
  if (code !== 0) notTried("namespaces cannot be made to change a machine in");
  const bubblewrap = findTool("bwrap");
  return bubblewrap ?? notTried("bubblewrap is not installed to be broken");
}

/** Puts a program in bubblewrap's place. */
async function replacement(source: string): Promise<string> {
  const file = join(await makeFolder(), "bwrap");
  await writeFile(file, `#!/bin/bash\n${source}\n`, { mode: 0o755 });
  return file;
}

attack("bubblewrap is missing", "any", async (attack) => {
  const bubblewrap = await needChanges(attack);
  const { code, output } = await labsAfter(
    `mount --bind /dev/null ${bubblewrap}`,
    "doctor",
  );
  expect(output).toContain("namespaced: bubblewrap is not installed.");
  expect(output).toMatch(/To do:.*install.*bubblewrap/);
  expect(code).toBe(0);
  attack.measured("told with the command to install it");
});

attack(
  "bubblewrap is there, and refuses, hangs up or does not isolate",
  "any",
  async (attack) => {
    const bubblewrap = await needChanges(attack);
    const broken = {
      refuses:
        "echo 'bwrap: Creating new namespace failed: Operation not permitted' >&2; exit 1",
      crashes: "kill -SEGV $$",
      lies: `printf '{ "child-pid": %d }' $$ >&3; echo ready; exec sleep 1000 3>&-`,
    };
    for (const [how, source] of Object.entries(broken)) {
      const file = await replacement(source);
      const { output } = await labsAfter(
        `mount --bind ${file} ${bubblewrap}`,
        "doctor",
      );
      expect(output, how).toMatch(/! weaker Isolation +namespaced: /);
      expect(output, how).toMatch(/To do:/);
    }
    attack.measured(
      `${Object.keys(broken).length} kinds seen, next level taken`,
    );
  },
);

attack("user namespaces are forbidden", "any", async (attack) => {
  await needChanges(attack);
  const { output } = await labsAfter(
    "echo 0 >/proc/sys/user/max_user_namespaces",
    "doctor",
  );
  expect(output).toMatch(/! weaker Isolation +none: /);
  expect(output).toContain(
    "echo user.max_user_namespaces=10000 | sudo tee /etc/sysctl.d/60-labs.conf && sudo sysctl --system",
  );
  attack.measured("told with the setting to change");
});

attack("grade a stranger's programs below isolated", "any", async (attack) => {
  const folder = await makeFolder();
  const submission = join(folder, "ada");
  const traces = join(folder, "traces");
  await cp(join(labsFolder, "pair", "starter"), submission, {
    recursive: true,
  });
  const program = `import { writeFileSync } from "node:fs"; writeFileSync(${JSON.stringify(traces)}, "ran");`;
  for (const name of ["client.ts", "server.ts"])
    await writeFile(join(submission, name), program);
  for (const level of ["namespaced", "none"]) {
    const { code, output } = await labsAfter(
      "true",
      ...["check", "pair", "--dir", submission, "--isolation", level],
      ...["--home", folder],
    );
    expect(output).toContain("--allow-unsafe");
    expect(code).toBe(2);
    await expect(rm(traces)).rejects.toMatchObject({ code: "ENOENT" });
  }
  const allowed = await run({
    file: process.execPath,
    args: [
      ...labs.slice(1),
      ...["check", "pair", "--dir", submission, "--isolation", "none"],
      ...["--home", folder, "--allow-unsafe"],
    ],
    env: { PATH: process.env["PATH"] ?? "" },
    cwd: "/",
  });
  expect(allowed.code).toBe(1);
  // It does what was feared, so the refusal was about something.
  await rm(traces);
  attack.measured("exit code 2, nothing ran");
});
