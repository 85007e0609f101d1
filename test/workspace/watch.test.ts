import { execFile, spawnSync } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const program = join(import.meta.dirname, "../fixtures/watch-and-write.ts");

test("a file that changes is noticed", async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [program]);
  expect(stdout).toBe("changed seen.txt\n");
});

test("a file that changes is noticed where the kernel has no watch left", async (context) => {
  // A user namespace has a number of its own, which who made it may set.
  const own = ["--user", "--map-root-user", "--", "/bin/bash", "-ec"];
  const none = "echo 0 >/proc/sys/user/max_inotify_instances";
  if (spawnSync("unshare", [...own, none]).status !== 0)
    context.skip("not tried: this machine has no user namespaces");
  const { stdout } = await promisify(execFile)("unshare", [
    ...[...own, `${none}; exec "$@"`, "sh"],
    ...[process.execPath, program],
  ]);
  expect(stdout).toBe("changed seen.txt\n");
});
