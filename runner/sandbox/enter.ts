import { existsSync } from "node:fs";
import { LabsError } from "#contract";
import { filterCommand } from "./call-filter.ts";
import { politeness, programUlimits, temporaryFiles } from "./limits.ts";
import type { Command, EnterOptions, SandboxHandle } from "./sandbox.ts";
import {
  bash,
  plainBash,
  script,
  systemPath,
  withoutDescriptors,
} from "./tools.ts";

/** The variable by which the programs of a sandbox at level `none` are found again. */
export const sandboxVariable = "LABS_SANDBOX";

/** Beside input and output the grader has one channel to the runner. */
const highestGraderDescriptor = 3;

const run = script("run.bash");

/** What terminals are called for the programs in them. */
const terminalType = "xterm-256color";

/** Where this machine describes such terminals; null when nowhere. */
const terminalDescriptions =
  ["/etc/terminfo", "/lib/terminfo", "/usr/share/terminfo"].find((folder) =>
    existsSync(`${folder}/x/${terminalType}`),
  ) ?? null;

/**
 * The command that runs `argv` in a sandbox from a process that already stands in its user and network namespaces: the
 * grader. Spawn it with `detached: true` and signal it with `process.kill(-child.pid, signal)`: the program gets
 * the signal, and the child ends exactly as the program does, with its exit code or by its signal (an exit code of 128 + n counts
 * as death by signal n, as in a shell).
 */
export function programCommand(
  handle: SandboxHandle,
  argv: string[],
  options: EnterOptions = {},
): Command {
  const { grading } = politeness;
  return inside(handle, ["-m", "-p", "-i", "-u"], argv, options, grading);
}

/** The command that runs `argv` in a sandbox from outside. It behaves as {@link programCommand} says. */
export function enterCommand(
  handle: SandboxHandle,
  argv: string[],
  options: EnterOptions = {},
): Command {
  const namespaces = ["-U", "-m", "-n", "-p", "-i", "-u"];
  return inside(handle, namespaces, argv, options, politeness.terminals);
}

/** The command that runs `argv` with the host's files in a sandbox's network, and where there is a sandbox, with a folder of its own. */
export function networkCommand(
  handle: SandboxHandle,
  argv: string[],
  env: Record<string, string>,
  ownFolder?: string,
): Command {
  // In a sandbox all that it has started goes too. Without one it must have the time to end that itself.
  const signal = handle.pid === null ? "TERM" : "KILL";
  const dieWithRunner =
    process.platform === "linux"
      ? ["setpriv", "--pdeathsig", signal, "--"]
      : [];
  return outside(handle, highestGraderDescriptor, [
    ...joinNamespaces(handle, ["-U", "-n"]),
    ...(handle.pid !== null && ownFolder !== undefined
      ? mountOwn(ownFolder)
      : []),
    ...dieWithRunner,
    ...environment({ ...env, ...marker(handle) }),
    ...argv,
  ]);
}

function inside(
  handle: SandboxHandle,
  namespaces: string[],
  argv: string[],
  options: EnterOptions,
  standsBack: number,
): Command {
  if (argv.length === 0)
    throw new LabsError(
      "internal",
      "There is no program to start: the command is empty.",
    );
  const held = handle.pid !== null;
  const limits = [...programUlimits({ held }), held ? String(standsBack) : "-"];
  // In a user namespace a program starts with every capability of it. At level `none` there are none to give up.
  const unprivileged = held
    ? [
        // First: what has capabilities cannot be traced by what has none, so nothing can get hold of it without the filter.
        ...filterCommand(standsBack),
        "setpriv",
        "--bounding-set=-all",
        "--inh-caps=-all",
        "--no-new-privs",
        "--",
      ]
    : [];
  return outside(handle, 2, [
    ...joinCgroup(handle),
    ...joinNamespaces(handle, namespaces),
    ...[...plainBash, "-c", run, "run", handle.folder, ...limits],
    ...unprivileged,
    ...environment({ ...programEnvironment(handle), ...options.env }),
    ...argv,
  ]);
}

/** What follows, and all that it starts, counts as the lab's. */
function joinCgroup({ cgroup }: SandboxHandle): string[] {
  if (cgroup === null) return [];
  const join = 'echo 0 >"$1/cgroup.procs"; shift; exec "$@"';
  return [...plainBash, "-c", join, "join-cgroup", cgroup];
}

/** Without a fork: what follows becomes a parent outside the PID namespace, so nothing inside can see or touch it. */
function joinNamespaces(handle: SandboxHandle, namespaces: string[]): string[] {
  if (handle.pid === null) return [];
  return [
    "nsenter",
    "--no-fork",
    "-t",
    String(handle.pid),
    ...namespaces,
    "--preserve-credentials",
    "--",
  ];
}

/** In a mount namespace that nobody else has, so that the kernel takes the files away with what follows. */
function mountOwn(folder: string): string[] {
  const { labBytes, files } = temporaryFiles;
  const options = `nosuid,nodev,mode=700,size=${labBytes},nr_inodes=${files}`;
  const mount = 'mount -n -t tmpfs -o "$1" tmpfs "$2" && shift 2 && exec "$@"';
  return [
    ...["unshare", "--mount", "--"],
    ...[...plainBash, "-c", mount, "mount-own", options, folder],
  ];
}

function programEnvironment(handle: SandboxHandle): Record<string, string> {
  return {
    PATH: `${handle.nodeFolder}:/usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin`,
    HOME: handle.folder,
    LANG: "C.UTF-8",
    TERM: terminalType,
    // Named, so that nothing is looked for in the student's folder: what stands there may be a pipe, and would be waited for.
    ...(terminalDescriptions !== null && { TERMINFO: terminalDescriptions }),
    USER: "student",
    SHELL: bash,
    ...marker(handle),
  };
}

function environment(env: Record<string, string>): string[] {
  return [
    "/usr/bin/env",
    "-i",
    ...Object.entries(env).map(([name, value]) => `${name}=${value}`),
  ];
}

/** The command as the runner spawns it. */
function outside(
  handle: SandboxHandle,
  highest: number,
  argv: string[],
): Command {
  const [file = "", ...args] = withoutDescriptors(highest, argv);
  return {
    file,
    args,
    env: { PATH: systemPath, ...marker(handle) },
    cwd: "/",
  };
}

/** By this the processes of a sandbox without a namespace of its own are found again. */
function marker({ pid, id }: SandboxHandle): Record<string, string> {
  return pid === null ? { [sandboxVariable]: id } : {};
}
