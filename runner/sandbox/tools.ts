import { accessSync, constants, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

/** Where system tools are looked for, whatever the runner's own PATH: a student's folder must never be among them. */
export const systemPath =
  "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/** The shell of sandboxes and terminals. */
export const bash = "/bin/bash";

/**
 * Bash for the steps of our own that run before capabilities are given up. Bash reads `~/.bashrc` even for `-c` when its
 * input is a socket: the student's file must not be read here.
 */
export const plainBash = [bash, "--noprofile", "--norc", "-p"];

/** The path of a system tool; null when this machine does not have it. */
export function findTool(name: string): string | null {
  for (const folder of systemPath.split(":")) {
    const path = join(folder, name);
    if (isExecutable(path)) return path;
  }
  return null;
}

/** The folder of the course itself. */
export const courseFolder = resolve(import.meta.dirname, "../..");

/** The folder of the shell scripts that sandboxes are made of. */
export const scriptsFolder = join(import.meta.dirname, "scripts");

/** The text of one of these scripts, for `bash -c` or `perl -e`: where it runs, the course's files need not be visible. */
export function script(name: string): string {
  return readFileSync(join(scriptsFolder, name), "utf8");
}

/** Defines `close_descriptors HIGHEST`: for the start of a script. */
export const closeDescriptors = script("close-descriptors.bash");

/** Defines `own_counters PIDS INSTANCES WATCHES`: for the start of a script. */
export const setCounters = script("own-counters.bash");

const closeAndRun = `${closeDescriptors}close_descriptors "$1"; shift; exec "$@"`;

/**
 * The words that run `argv` with no descriptor above `highest`, whatever this process has open or was started with: of all that
 * stands in a sandbox, nothing is spawned without them.
 */
export function withoutDescriptors(highest: number, argv: string[]): string[] {
  const close = [closeAndRun, "close-descriptors", String(highest)];
  return [...plainBash, "-c", ...close, ...argv];
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
