import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { chooseProvider } from "../../runner/sandbox/choose-provider.ts";
import { findTool } from "../../runner/sandbox/tools.ts";

const module = join(
  import.meta.dirname,
  "../../runner/sandbox/choose-provider.ts",
);
const program = `
import { chooseProvider } from ${JSON.stringify(module)};
const level = process.argv[1];
const chosen = await chooseProvider(level ? { level } : {}).then(({ isolation }) => isolation, ({ code, message, hint }) => ({ code, message, hint }));
console.log(JSON.stringify(chosen));`;

/** Chooses on a machine that was changed by a shell command, in namespaces of its own. */
function chooseAfter(change: string, level = ""): Record<string, string> {
  const { stdout, stderr } = spawnSync(
    "unshare",
    [
      ...["--user", "--map-root-user", "--mount", "/bin/bash", "--norc", "-ec"],
      `${change}\nexec "$@"`,
      "change",
      ...[process.execPath, "--input-type=module", "-e", program, level],
    ],
    { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] },
  );
  expect(stderr).toBe("");
  return JSON.parse(stdout) as Record<string, string>;
}

const canChange =
  spawnSync("unshare", ["--user", "--map-root-user", "--mount", "true"])
    .status === 0;
const hideBubblewrap = `mount --bind /dev/null ${findTool("bwrap") ?? ""}`;

describe.skipIf(!canChange)("the choice of a level", () => {
  test.skipIf(!findTool("bwrap"))(
    "without bubblewrap is namespaced, and says how to install it",
    () => {
      expect(chooseAfter(hideBubblewrap)).toEqual({
        level: "namespaced",
        reason: "bubblewrap is not installed.",
        remedy: "sudo apt install bubblewrap",
      });
    },
  );

  test("without user namespaces is none, and says which setting forbids them", () => {
    const chosen = chooseAfter("echo 0 >/proc/sys/user/max_user_namespaces");
    expect(chosen).toMatchObject({ level: "none" });
    expect(chosen["remedy"]).toContain(
      findTool("bwrap") ? "user.max_user_namespaces=" : "bubblewrap",
    );
  });

  test("of a level that does not work is refused with the remedy", () => {
    const change = "echo 0 >/proc/sys/user/max_user_namespaces";
    const refused = chooseAfter(change, "namespaced");
    expect(refused).toMatchObject({ code: "sandbox-unavailable" });
    expect(refused["hint"]).toContain("user.max_user_namespaces=");
  });
});

test("the level asked for is the level given", async () => {
  const { isolation } = await chooseProvider({ level: "none" });
  expect(isolation).toEqual({
    level: "none",
    reason: "This level was asked for.",
    remedy: null,
  });
});
