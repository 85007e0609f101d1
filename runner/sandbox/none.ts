import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { LabsError } from "#contract";
import { enterCommand, networkCommand } from "./enter.ts";
import { listListeners } from "./listening-ports.ts";
import { killAll, listProcesses } from "./members.ts";
import { holdersAmong } from "./port-holders.ts";
import { processesOf, programsOf } from "./process-table.ts";
import type { Level, PortHolder, Sandbox, SandboxHandle } from "./sandbox.ts";

const run = promisify(execFile);

/** No sandbox: the programs run as the student's own, with the machine's ports, and are ended when the lab is closed. */
export const none: Level = {
  level: "none",
  open: ({ files }) => Promise.resolve(createOpenSandbox(realpathSync(files))),
};

function createOpenSandbox(folder: string): Sandbox {
  const handle: SandboxHandle = {
    level: "none",
    id: randomUUID(),
    pid: null,
    cgroup: null,
    folder,
    shellFolder: join(import.meta.dirname, "../session/shell"),
    nodeFolder: dirname(realpathSync(process.execPath)),
  };
  const { promise: ended, resolve } = Promise.withResolvers<string>();
  let closing: Promise<void> | undefined;

  function assertThere(): void {
    if (closing)
      throw new LabsError(
        "sandbox-ended",
        "The lab is closed: nothing can be started in it.",
        { learnerSafe: true },
      );
  }

  return {
    ...handle,
    files: folder,
    ended,
    enter(argv, options) {
      assertThere();
      return enterCommand(handle, argv, options);
    },
    enterNetwork(argv, env) {
      assertThere();
      return networkCommand(handle, argv, env);
    },
    listeningPorts: () => portsOf(handle.id),
    portHolders: (ports) => holdersOf(handle.id, ports),
    programs: () => programsOf(handle.id),
    close: () =>
      (closing ??= killAll(() => processesOf(handle.id)).then(() =>
        resolve("The lab was closed."),
      )),
  };
}

/** The ports that the sandbox's own processes listen on: others on this machine do not count. */
async function portsOf(id: string): Promise<Set<number>> {
  const pids = await processesOf(id);
  if (process.platform !== "linux") return portsFromLsof(pids);
  const own = await holdersAmong(pids, await listListeners("self"));
  return new Set(own.map(({ port }) => port));
}

/** Others on this machine share its ports: they are found too, as far as this user may look. */
async function holdersOf(
  id: string,
  ports: readonly number[],
): Promise<PortHolder[]> {
  if (process.platform !== "linux") return [];
  const listeners = (await listListeners("self")).filter(({ port }) =>
    ports.includes(port),
  );
  if (listeners.length === 0) return [];
  const own = new Set(await processesOf(id));
  const known = await holdersAmong(listProcesses(), listeners);
  const unknown = new Set(listeners.map(({ port }) => port));
  for (const { port } of known) unknown.delete(port);
  return [
    ...known.map((each) => ({ ...each, inside: own.has(each.pid) })),
    ...[...unknown].map((port) => ({ port, pid: null, inside: false })),
  ];
}

/** macOS. Not tried by the tests, which run on Linux. `n` lines of `-F n` are such as `n127.0.0.1:5555` and `n*:5555`. */
async function portsFromLsof(pids: number[]): Promise<Set<number>> {
  if (pids.length === 0) return new Set();
  const selection = [
    "-nP",
    "-a",
    "-p",
    pids.join(","),
    "-iTCP",
    "-sTCP:LISTEN",
    "-F",
    "n",
  ];
  // lsof exits with 1 when it finds nothing.
  const { stdout } = await run("/usr/sbin/lsof", selection).catch(() => ({
    stdout: "",
  }));
  const ports = stdout
    .split("\n")
    .flatMap((line) => /^n.*:(\d+)$/.exec(line)?.[1] ?? []);
  return new Set(ports.map(Number));
}
