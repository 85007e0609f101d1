import { spawnSync } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { spawn } from "node-pty";

/** Why recordings cannot be tried with asciinema, the program whose format they have; null when they can. */
export function whyNoAsciinema(): string | null {
  return spawnSync("asciinema", ["--version"]).status === 0
    ? null
    : "asciinema is not installed";
}

/** It wants a terminal to talk to, also where it only writes to a file. */
const play = `asciinema cat terminal.cast >played 2>complaint ||
  echo "asciinema ended with $?" >>complaint`;

/** What asciinema plays of a recording. Rejects with its complaint when it does not take it. */
export async function playWithAsciinema(cast: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "labs-cast-"));
  try {
    await writeFile(join(folder, "terminal.cast"), cast);
    const terminal = spawn("sh", ["-c", play], {
      name: "xterm",
      cols: 80,
      rows: 24,
      encoding: null,
      cwd: folder,
      env: {
        PATH: process.env["PATH"] ?? "",
        LANG: "C.UTF-8",
        HOME: folder,
      },
    });
    await new Promise<void>((resolve) => terminal.onExit(resolve));
    const complaint = await readFile(join(folder, "complaint"), "utf8");
    if (complaint !== "") throw new Error(complaint);
    return await readFile(join(folder, "played"), "utf8");
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
