import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { courseFolder } from "../../../runner/catalog/course.ts";
import type { Absence } from "./contenders/contender.ts";

const run = promisify(execFile);

/** Where peers are installed: nothing of the course depends on them. */
const cache = join(courseFolder, "node_modules", ".cache", "terminal-peers");

/** How long an installation may take, in milliseconds. */
const installMs = 120_000;

/** A peer's place on this machine, or why it is not there. */
export type Peer = { path: string } | Absence;

/** The folder with wetty, installed when it is not there yet. */
export async function findWetty(): Promise<Peer> {
  const name = "wetty";
  if (process.getuid?.() !== 0)
    return {
      name,
      reason:
        "for anyone but root it logs in over SSH instead of starting a shell",
    };
  const folder = join(cache, "wetty");
  const installed = join(folder, "node_modules/wetty/package.json");
  return attempt(name, async () => {
    if (existsSync(installed)) return folder;
    await mkdir(folder, { recursive: true });
    // The same node-pty as ours: it needs no compiler, and the servers are compared, not two builds of their library.
    const manifest = {
      private: true,
      dependencies: { wetty: "^3.2.0" },
      overrides: { "node-pty": "npm:@lydell/node-pty@^1.1.0" },
    };
    await writeFile(join(folder, "package.json"), JSON.stringify(manifest));
    await run(
      "npm",
      ["install", "--prefix", folder, "--no-audit", "--no-fund"],
      { timeout: installMs, cwd: folder },
    );
    return folder;
  });
}

/** The folder with Debian's packages of terminado, unpacked and not installed. */
export async function findTerminado(): Promise<Peer> {
  const folder = join(cache, "terminado");
  const packages = join(folder, "usr/lib/python3/dist-packages");
  return attempt("terminado", async () => {
    const usable = () =>
      run("/usr/bin/python3", ["-c", "import terminado"], {
        env: { PYTHONPATH: packages },
      });
    if (existsSync(packages)) {
      await usable();
      return packages;
    }
    await mkdir(folder, { recursive: true });
    const names = [
      "python3-terminado",
      "python3-tornado",
      "python3-ptyprocess",
    ];
    await run("apt-get", ["download", ...names], {
      timeout: installMs,
      cwd: folder,
    });
    for (const file of await readdir(folder))
      if (file.endsWith(".deb"))
        await run("dpkg", ["-x", join(folder, file), folder]);
    await usable();
    return packages;
  });
}

/** The compiled reader of a pseudo-terminal. */
export async function findReader(): Promise<Peer> {
  const file = join(cache, "pty-reader");
  const source = join(import.meta.dirname, "contenders", "pty-reader.c");
  return attempt("C reader of a pty", async () => {
    await mkdir(cache, { recursive: true });
    await run("cc", ["-O2", "-o", file, source, "-lutil"]);
    return file;
  });
}

export async function findTmux(): Promise<Peer> {
  return attempt("tmux attach", async () => {
    await run("tmux", ["-V"]);
    return "tmux";
  });
}

async function attempt(
  name: string,
  find: () => Promise<string>,
): Promise<Peer> {
  try {
    return { path: await find() };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return {
      name,
      reason: message.split("\n").slice(0, 2).join(" ").slice(0, 200),
    };
  }
}
