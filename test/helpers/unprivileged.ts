import { spawn, spawnSync } from "node:child_process";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { text } from "node:stream/consumers";
import { courseFolder } from "../../runner/catalog/course.ts";

/** The number that Linux gives to nobody in particular. */
const nobody = 65534;

const becomeNobody = [
  "setpriv",
  `--reuid=${nobody}`,
  `--regid=${nobody}`,
  "--clear-groups",
  "--",
] as const;

/** Shows the checkout at a place that everyone can reach, to this command only. */
const mountAndRun = `mount --bind "$1" "$2"; cd "$2"; shift 2; exec "$@"`;

/** Why a test that needs root to become someone else cannot do so here; null when it can. */
export function whyNotAsOrdinaryUser(): string | null {
  if (process.getuid?.() !== 0) return "this is an ordinary user already";
  if (canRead(courseFolder)) return null;
  const { status } = spawnSync("unshare", ["--mount", "true"]);
  return status === 0
    ? null
    : `an ordinary user cannot read ${courseFolder}, and it cannot be mounted elsewhere`;
}

/**
 * Runs Vitest on test files of the course as an ordinary user. Its exit code, and all it printed.
 *
 * @param files Paths of test files below the checkout.
 */
export async function testAsOrdinaryUser(
  files: string[],
): Promise<{ code: number | null; output: string }> {
  const home = await mkdtemp(join(tmpdir(), "labs-nobody-"));
  try {
    await chmod(home, 0o777);
    const direct = canRead(courseFolder);
    const course = direct ? courseFolder : await mkdtemp(`${home}-course-`);
    const place = direct
      ? []
      : [
          ...["unshare", "--mount", "--", "/bin/bash", "-ec", mountAndRun],
          ...["mount-and-run", courseFolder, course],
        ];
    const node = process.execPath.startsWith(courseFolder)
      ? join(course, relative(courseFolder, process.execPath))
      : process.execPath;
    const [file = "", ...args] = [
      ...place,
      ...becomeNobody,
      ...[node, join(course, "node_modules/vitest/vitest.mjs"), "run"],
      ...["--config", join(course, "test/vitest.config.ts")],
      // Its own way to load a configuration writes into node_modules, which is not this user's.
      ...["--configLoader", "native", "--reporter=verbose"],
      ...files,
    ];
    const child = spawn(file, args, {
      cwd: courseFolder,
      env: { PATH: process.env["PATH"], HOME: home, TMPDIR: home },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const exit = new Promise<number | null>((resolve, reject) => {
      child.once("close", resolve);
      child.once("error", reject);
    });
    const [code, output, errors] = await Promise.all([
      exit,
      text(child.stdout),
      text(child.stderr),
    ]);
    if (!direct) await rm(course, { recursive: true });
    return { code, output: output + errors };
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

function canRead(folder: string): boolean {
  const [setpriv, ...identity] = becomeNobody;
  return spawnSync(setpriv, [...identity, "test", "-r", folder]).status === 0;
}
