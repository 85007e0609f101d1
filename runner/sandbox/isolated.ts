import { execFile } from "node:child_process";
import { realpathSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { z } from "zod";
import { LabsError } from "#contract";
import { bubblewrapArguments, inside } from "./bubblewrap.ts";
import { createHeldSandbox } from "./held-sandbox.ts";
import { startHolder } from "./holder.ts";
import { ownCounters, temporaryFiles } from "./limits.ts";
import { kill } from "./members.ts";
import { programPackages } from "./packages.ts";
import type { Level } from "./sandbox.ts";
import {
  closeDescriptors,
  findTool,
  plainBash,
  script,
  setCounters,
  systemPath,
} from "./tools.ts";

const confine = `${closeDescriptors}${setCounters}${script("confine-isolated.bash")}`;
const run = promisify(execFile);

/** What bubblewrap tells about the sandbox it made. */
const bubblewrapInfo = z.object({ "child-pid": z.int().positive() });

/** What a command that failed leaves. */
const complaint = z.object({ stderr: z.string() });

/** Sandboxes made by bubblewrap: own processes, network and view of the files; limits; a read-only system. */
export const isolated: Level = {
  level: "isolated",
  async open(options) {
    const bubblewrap = findTool("bwrap");
    if (!bubblewrap)
      throw new LabsError(
        "sandbox-unavailable",
        "bubblewrap is not installed.",
      );
    const packages = await programPackages();
    const holder = await startHolder(
      [bubblewrap, ...bubblewrapArguments(options, packages)],
      true,
    );
    try {
      const { "child-pid": pid } = bubblewrapInfo.parse(
        JSON.parse(await holder.info()),
      );
      const { inMemory = false } = options;
      await confineSandbox(pid, inMemory);
      const files = inMemory
        ? join(`/proc/${pid}/root`, inside.lab)
        : realpathSync(options.files);
      return await createHeldSandbox(
        holder,
        { files, inMemory },
        {
          level: "isolated",
          pid,
          folder: inside.lab,
          shellFolder: inside.shell,
          nodeFolder: inside.nodeFolder,
        },
      );
    } catch (error) {
      kill(holder.child.pid);
      await holder.exited;
      throw error;
    }
  },
};

/**
 * What bubblewrap cannot do itself, or only in versions that are not everywhere: no namespaces inside namespaces, a limit on
 * processes, limits on temporary files.
 */
async function confineSandbox(pid: number, inMemory: boolean): Promise<void> {
  const { tmpBytes, sharedMemoryBytes, labBytes, files } = temporaryFiles;
  const sizes = {
    "/tmp": tmpBytes,
    "/dev/shm": sharedMemoryBytes,
    ...(inMemory && { [inside.lab]: labBytes }),
  };
  const values = [
    pid,
    ...ownCounters,
    files,
    ...Object.entries(sizes).flat(),
  ].map(String);
  const target = ["-t", String(pid), "-U", "-p", "--preserve-credentials"];
  const command = [...plainBash, "-c", confine, "confine", ...values];
  try {
    await run("nsenter", [...target, "--", ...command], {
      env: { PATH: systemPath },
      cwd: "/",
    });
  } catch (cause) {
    const { stderr } = complaint.parse(cause);
    throw new LabsError(
      "sandbox-unavailable",
      `The sandbox could not be confined: ${stderr.trim().split("\n")[0] ?? ""}`,
      { cause },
    );
  }
}
