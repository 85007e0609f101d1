/**
 * Behaves as a runner does: opens a sandbox, starts a terminal, a grader and programs that do all they can to outlive it, says
 * "ready" and waits. Arguments: level, the lab's folder, a text for all command lines.
 */
import { spawn } from "node:child_process";
import { spawn as spawnTerminal } from "node-pty";
import { isolationLevel } from "../../runner/contract/index.ts";
import { chooseProvider } from "../../runner/sandbox/choose-provider.ts";
import type { Command } from "../../runner/sandbox/sandbox.ts";

const [level, files, token] = process.argv.slice(2) as [string, string, string];
const provider = await chooseProvider({ level: isolationLevel.parse(level) });
const sandbox = await provider.open({ files, label: token });

const stubborn = `trap '' HUP INT TERM
  away() { setsid "$@" || "$@"; }
  away sleep ${token} &
  (away bash -c "trap '' HUP TERM; sleep ${token}; true" &)
  echo ready
  sleep ${token}; true`;
const programs = [
  sandbox.enter(["bash", "-c", stubborn]),
  sandbox.enterNetwork(["/bin/bash", "-c", `echo ready; sleep ${token}`], {}),
];
await Promise.all(programs.map(untilReady));
const { file, args, env, cwd } = sandbox.enter(["bash", "-c", stubborn]);
const options = { name: "xterm", cols: 80, rows: 24, encoding: null } as const;
const terminal = spawnTerminal(file, args, { env, cwd, ...options });
await new Promise<unknown>((resolve) => terminal.onData(resolve));
console.log("ready");

async function untilReady({ file, args, env, cwd }: Command): Promise<void> {
  const child = spawn(file, args, {
    env,
    cwd,
    detached: true,
    stdio: ["ignore", "pipe", "inherit"],
  });
  await new Promise((resolve) => child.stdout.once("data", resolve));
}
