import { execFileSync } from "node:child_process";
import { chownSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { isolationLevel } from "#contract";
import { holdPorts } from "./hold-ports.ts";
import { fixtures, temporaryFolder } from "./tally.ts";

/** A user that no machine has. */
const stranger = 54_321;

const become = [
  "--reuid",
  String(stranger),
  "--regid",
  String(stranger),
  "--clear-groups",
  "--",
];

test.for(isolationLevel.options)(
  "a user without a home who cannot write to the course's folder can grade at level %s",
  async (level, ctx) => {
    if (process.getuid?.() !== 0)
      ctx.skip("not tried: only root can become another user");
    const home = await temporaryFolder();
    chownSync(home, stranger, stranger);
    const script = join(import.meta.dirname, "grade-in-a-process.ts");
    const run = (...argv: string[]) =>
      execFileSync("setpriv", [...become, ...argv], {
        cwd: "/",
        env: { PATH: process.env["PATH"] ?? "" },
      }).toString();
    try {
      run("test", "-r", script);
    } catch {
      ctx.skip("not tried: the course's folder is not readable for others");
    }
    using ports = new DisposableStack();
    ports.use(await holdPorts(level));
    const output = run(
      process.execPath,
      script,
      join(fixtures, "tally/solution"),
      home,
      level,
    );
    expect(output).toContain("finished pass");
  },
);
