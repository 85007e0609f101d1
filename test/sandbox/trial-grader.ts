/**
 * Stands in a sandbox's network as a grader does, runs what the test asks for and prints what came of it, as JSON.
 * Arguments: the sandbox's handle, and a list of { argv, signals }: each program is started, and once it has printed "ready" its
 * process group gets the signals.
 */
import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { programCommand } from "../../runner/sandbox/enter.ts";
import { listeningPorts } from "../../runner/sandbox/listening-ports.ts";
import type { SandboxHandle } from "../../runner/sandbox/sandbox.ts";

export interface Request {
  argv: string[];
  signals: NodeJS.Signals[];
}

const [handleJson, requestsJson] = process.argv.slice(2) as [string, string];
const handle = JSON.parse(handleJson) as SandboxHandle;
const outcomes = [];
for (const { argv, signals } of JSON.parse(requestsJson) as Request[]) {
  const { file, args, env, cwd } = programCommand(handle, argv);
  const child = spawn(file, args, {
    env,
    cwd,
    detached: true,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = new Promise((resolve) =>
    child.once("exit", (code, signal) => resolve({ code, signal })),
  );
  const output = text(child.stdout);
  if (signals.length > 0) {
    await new Promise((resolve) => child.stdout.once("data", resolve));
  }
  const ports = [...(await listeningPorts("self"))];
  for (const signal of signals) process.kill(-Number(child.pid), signal);
  outcomes.push({ ended: await ended, output: await output, ports });
}
console.log(JSON.stringify(outcomes));
