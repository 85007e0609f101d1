import { spawn, spawnSync } from "node:child_process";
import { chown, mkdtemp, rm } from "node:fs/promises";
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

/** An ordinary user, for a test that is root. */
export interface OrdinaryUser extends AsyncDisposable {
  /** Their number, and that of their group. */
  id: number;
  /** A folder of theirs. */
  home: string;
  /** Where they find a file of the checkout, or any other. */
  find(path: string): string;
  /** The words that stand before a command to run it as them. Signals to it reach the command. */
  before: readonly string[];
}

/** Finds an ordinary user a way to the checkout. */
export async function becomeOrdinaryUser(): Promise<OrdinaryUser> {
  const home = await mkdtemp(join(tmpdir(), "labs-nobody-"));
  await chown(home, nobody, nobody);
  const direct = canRead(courseFolder);
  const course = direct ? courseFolder : await mkdtemp(`${home}-course-`);
  const place = direct
    ? []
    : [
        ...["unshare", "--mount", "--", "/bin/bash", "-ec", mountAndRun],
        ...["mount-and-run", courseFolder, course],
      ];
  return {
    id: nobody,
    home,
    find: (path) =>
      path.startsWith(courseFolder)
        ? join(course, relative(courseFolder, path))
        : path,
    before: [...place, ...becomeNobody],
    async [Symbol.asyncDispose]() {
      if (!direct) await rm(course, { recursive: true });
      await rm(home, { recursive: true, force: true, maxRetries: 10 });
    },
  };
}

/**
 * Runs Vitest on test files of the course as an ordinary user. Its exit code, and all it printed.
 *
 * @param files Paths of test files below the checkout.
 */
export async function testAsOrdinaryUser(
  files: string[],
): Promise<{ code: number | null; output: string }> {
  await using user = await becomeOrdinaryUser();
  const vitest = join(courseFolder, "node_modules/vitest/vitest.mjs");
  const [file = "", ...args] = [
    ...user.before,
    ...[user.find(process.execPath), user.find(vitest), "run"],
    ...["--config", user.find(join(courseFolder, "test/vitest.config.ts"))],
    // Its own way to load a configuration writes into node_modules, which is not this user's.
    ...["--configLoader", "native", "--reporter=verbose"],
    ...files,
  ];
  const child = spawn(file, args, {
    cwd: courseFolder,
    env: { PATH: process.env["PATH"], HOME: user.home, TMPDIR: user.home },
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
  return { code, output: output + errors };
}

function canRead(folder: string): boolean {
  const [setpriv, ...identity] = becomeNobody;
  return spawnSync(setpriv, [...identity, "test", "-r", folder]).status === 0;
}
