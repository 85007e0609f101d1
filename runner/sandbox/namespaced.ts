import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { realpathSync } from "node:fs";
import { LabsError } from "#contract";
import { filterCommand } from "./call-filter.ts";
import { createHeldSandbox } from "./held-sandbox.ts";
import { startHolder } from "./holder.ts";
import {
  ownCounters,
  programUlimits,
  shield,
  temporaryFiles,
} from "./limits.ts";
import { kill } from "./members.ts";
import type { Level } from "./sandbox.ts";
import {
  findTool,
  plainBash,
  script,
  scriptsFolder,
  setCounters,
} from "./tools.ts";

const confine = `${setCounters}${script("confine-namespaced.bash")}`;

/** Sandboxes made by `unshare`: own processes and network, guaranteed clean-up, the host's files. */
export const namespaced: Level = {
  level: "namespaced",
  async open(options) {
    const setpriv = findTool("setpriv");
    if (!setpriv || !findTool("unshare") || !findTool("nsenter")) {
      throw new LabsError(
        "sandbox-unavailable",
        "util-linux (unshare, nsenter, setpriv) is not installed.",
      );
    }
    const { inMemory = false, label } = options;
    const folder = realpathSync(options.files);
    const holder = await startHolder([
      setpriv,
      ...unshareArguments(label, inMemory ? folder : null),
    ]);
    try {
      const pid = await onlyChild(holder.child.pid);
      const files = inMemory ? join(`/proc/${pid}/root`, folder) : folder;
      return await createHeldSandbox(
        holder,
        { files, inMemory },
        {
          level: "namespaced",
          pid,
          folder,
          shellFolder: join(import.meta.dirname, "../session/shell"),
          nodeFolder: dirname(realpathSync(process.execPath)),
        },
      );
    } catch (error) {
      kill(holder.child.pid);
      await holder.exited;
      throw error;
    }
  },
};

/** @param folder Where the lab's folder in memory is to stand; null without one. */
function unshareArguments(label: string, folder: string | null): string[] {
  const { sharedMemoryBytes, labBytes, files } = temporaryFiles;
  const sizes = {
    "/dev/shm": sharedMemoryBytes,
    ...(folder !== null && { [folder]: labBytes }),
  };
  return [
    ...[
      "--pdeathsig",
      "KILL",
      "--",
      "unshare",
      "--user",
      "--map-root-user",
      "--net",
      "--pid",
      "--ipc",
      "--uts",
    ],
    ...[
      "--mount-proc",
      "--fork",
      "--kill-child",
      "--",
      ...plainBash,
      "-c",
      confine,
      "confine",
      ...ownCounters,
      shield,
      String(files),
      ...Object.entries(sizes).flat().map(String),
      "--",
    ],
    ...filterCommand(),
    ...[...plainBash, join(scriptsFolder, "hold.bash")],
    ...[...programUlimits({ held: true }), label],
  ];
}

/** The pid, as this machine sees it, of the process that `unshare` started. */
async function onlyChild(parent: number): Promise<number> {
  const children = (
    await readFile(`/proc/${parent}/task/${parent}/children`, "utf8")
  )
    .trim()
    .split(" ")
    .map(Number);
  const [child] = children;
  if (children.length !== 1 || !child) {
    throw new LabsError(
      "sandbox-unavailable",
      "The first process of the sandbox could not be found in /proc.",
    );
  }
  return child;
}
