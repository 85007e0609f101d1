import { join } from "node:path";
import { readFileState, versionOf } from "../workspace/file-state.ts";
import { watchFiles } from "../workspace/watch.ts";
import type { Terminal } from "./terminal.ts";

/** A program of a lab has a handful; what goes far beyond was not written by hand. */
const mostFiles = 50;

/** What a program was started from: the version of each file. */
type Sources = ReadonlyMap<string, string>;

interface Started {
  sources: Sources;
  stop(): void;
}

/**
 * Notes in a terminal which files have changed since what runs in it was started from them, by their texts: an edit that is
 * taken back is none. What is suspended keeps what it was started from. Returns what ends the watching.
 */
export function watchSources(terminal: Terminal, folder: string): () => void {
  let running: Started | null = null;
  /** The sources of suspended commands, by their command lines. */
  const aside = new Map<string, Sources>();
  let closed = false;

  async function follow(command: string, resumed: boolean): Promise<void> {
    const mine = terminal.state;
    const kept = resumed ? aside.get(command) : undefined;
    const sources = kept ?? (await readSources(folder, command));
    if (closed || terminal.state !== mine || sources.size === 0) return;
    const compare = async () => {
      const changed: string[] = [];
      for (const [name, version] of sources)
        if ((await versionIn(folder, name)) !== version) changed.push(name);
      if (running === started) terminal.note({ changed });
    };
    const look = () => void compare().catch(() => undefined);
    const stop = watchFiles(folder, [...sources.keys()], look);
    const started: Started = { sources, stop };
    running = started;
    // What changed before the watching began.
    look();
  }

  function end(): void {
    running?.stop();
    running = null;
    terminal.note({ changed: [] });
  }

  terminal.events.on("state", (state) => {
    if (state.is === "suspended") {
      if (running) aside.set(state.command, running.sources);
      return;
    }
    end();
    if (state.is === "closed") aside.clear();
    if (state.is !== "running") return;
    void follow(state.command, terminal.resumed).catch(() => undefined);
  });

  return () => {
    closed = true;
    running?.stop();
    running = null;
  };
}

/**
 * The files in `folder` that a command line has Node run, and those beside them that these import, and so on. None for `node
 * --watch`, which starts its program again by itself.
 */
export async function readSources(
  folder: string,
  command: string,
): Promise<Sources> {
  const found = new Map<string, string>();
  if (!/(?:^|[\s;&|(/])node\s/.test(command) || /\s--watch\b/.test(command))
    return found;
  const waiting = command
    .split(/[\s;&|()<>]+/)
    .map((word) => /^["']?(?:\.\/)?([\w-][\w.-]*\.[cm]?[jt]s)["']?$/.exec(word))
    .flatMap((match) => match?.[1] ?? []);
  for (const name of waiting) {
    if (found.has(name) || found.size >= mostFiles) continue;
    const state = await readFileState(join(folder, name)).catch(() => null);
    if (state?.is !== "text") continue;
    found.set(name, versionOf(Buffer.from(state.text)));
    waiting.push(...importsOf(state.text));
  }
  return found;
}

/** The files beside a program that it imports. */
function importsOf(text: string): string[] {
  const imports = text.matchAll(
    /\b(?:from|import|require)\s*\(?\s*["']\.\/([\w-][\w.-]*)["']/g,
  );
  return [...imports].flatMap(([, name]) => name ?? []);
}

async function versionIn(folder: string, name: string): Promise<string> {
  const state = await readFileState(join(folder, name)).catch(() => null);
  return state?.is === "text" ? state.version : "none";
}
