import { stripVTControlCharacters } from "node:util";
import type { PortHolder, TerminalState } from "#contract";
import type { Sandbox } from "../sandbox/sandbox.ts";
import { endPrograms } from "./end-programs.ts";
import { commandOf, describeHolders, listPrograms } from "./lab-programs.ts";
import { refusedPorts } from "./refused-ports.ts";
import type { Terminal } from "./terminal.ts";

/** How often it is looked at most when something happens, and at least while something is suspended or held, in milliseconds. */
const pace = { most: 250, least: 1000 };

/** For how long it is looked after Ctrl+Z, in milliseconds: no mark tells what a shell within the shell suspends. */
const suspicionMs = 3000;

/** How much of what a program printed last is searched for a port that it could not get, in bytes. */
const searched = 16 * 1024;

/** The watch over what a lab's programs do without a word of their shells. */
export interface ProgramWatch {
  /** Looks now. Settles when the notes of all terminals say how it is. */
  look(): Promise<void>;
  /**
   * Which programs of the lab hold these ports, so that a start in `target` would be in vain. Those for which `meant` holds do not
   * count: then two programs of the lab want the same port, and that is what the student is to see.
   */
  obstacles(
    target: Terminal,
    ports: readonly number[],
    meant: (terminal: Terminal) => boolean,
  ): Promise<PortHolder[]>;
  /** Ends the lab's own programs that hold the ports of these. */
  free(held: readonly PortHolder[], signal: AbortSignal): Promise<void>;
  close(): void;
}

/** Asks the kernel which programs are suspended and who holds ports, whenever that may have changed, and notes it. */
export function watchPrograms(
  terminals: readonly Terminal[],
  current: () => Promise<Sandbox | null>,
): ProgramWatch {
  const closing = new AbortController();
  /** The ports that a terminal's notes are about. */
  const wanted = new Map<string, readonly number[]>();
  let under: Promise<void> | null = null;
  let next: Promise<void> | null = null;
  let timer: NodeJS.Timeout | undefined;
  let looked = -Infinity;
  let suspicious = -Infinity;

  async function lookOnce(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    const before = terminals.map(({ state }) => state);
    const sandbox = await current();
    const programs = sandbox ? await listPrograms(sandbox, terminals) : [];
    for (const [index, terminal] of terminals.entries()) {
      const { id } = terminal;
      const stopped = programs.filter(
        (each) => each.stopped && each.terminal === id,
      );
      const groups = new Map(stopped.map((each) => [each.group, each.pid]));
      for (const { group, pid } of stopped)
        if (group === pid) groups.set(group, pid);
      const suspended = await Promise.all([...groups.values()].map(commandOf));
      terminal.note({ suspended });
      const ports = wanted.get(id) ?? [];
      const held = sandbox
        ? await describeHolders(sandbox, terminals, ports)
        : [];
      // Meanwhile another command may have begun, or failed.
      if ((wanted.get(id) ?? ports) === ports) {
        terminal.note({ held, waits: held.length > 0 && terminal.notes.waits });
        if (held.length === 0) wanted.delete(id);
      }
      if (suspended.length === 0 && terminal.state === before[index])
        terminal.nothingSuspended();
    }
    looked = performance.now();
    if (performance.now() - suspicious < suspicionMs) later(pace.most);
    else if (terminals.some(({ notes }) => hasSomething(notes)))
      later(pace.least);
  }

  /** What was asked for while a look was under way is not seen by that one. */
  function look(): Promise<void> {
    if (closing.signal.aborted) return Promise.resolve();
    if (!under) {
      under = lookOnce().finally(() => (under = null));
      return under;
    }
    next ??= under
      .catch(() => undefined)
      .then(() => {
        next = null;
        return look();
      });
    return next;
  }

  function later(milliseconds: number): void {
    if (closing.signal.aborted) return;
    clearTimeout(timer);
    // A look that fails, as when the lab is just being closed, is not missed: the next one tells.
    timer = setTimeout(() => void look().catch(() => undefined), milliseconds);
    timer.unref();
  }

  const soon = () => later(Math.max(0, looked + pace.most - performance.now()));

  function follow(terminal: Terminal, state: TerminalState): void {
    if (state.is === "running" || state.is === "closed") {
      wanted.delete(terminal.id);
      terminal.note({ held: [], waits: false });
    }
    if (state.is === "exited") {
      const ports = refusedPorts(lastOutput(terminal));
      if (ports.length > 0) wanted.set(terminal.id, ports);
    }
    soon();
  }

  for (const terminal of terminals) {
    terminal.events.on("state", (state) => follow(terminal, state));
    terminal.events.on("prompt", soon);
    terminal.events.on("suspend", () => {
      suspicious = performance.now();
      soon();
    });
  }

  return {
    look,
    async obstacles(target, ports, meant) {
      const sandbox = await current();
      if (!sandbox) return [];
      const holders = await describeHolders(sandbox, terminals, ports);
      const obstacles = holders.filter(({ terminal: id, inside }) => {
        const place = terminals.find((each) => each.id === id);
        return inside && !(place && place !== target && meant(place));
      });
      if (obstacles.length > 0) {
        wanted.set(target.id, ports);
        target.note({ held: obstacles, waits: true });
        later(pace.least);
      }
      return obstacles;
    },
    async free(held, signal) {
      const ports = held.map(({ port }) => port);
      await endPrograms(async () => {
        const sandbox = await current();
        const holders = (await sandbox?.portHolders(ports)) ?? [];
        return holders.flatMap(({ pid, inside }) =>
          inside && pid !== null ? [{ pid }] : [],
        );
      }, signal);
      await look();
    },
    close() {
      closing.abort();
      clearTimeout(timer);
    },
  };
}

function hasSomething({
  suspended,
  held,
}: {
  suspended: readonly unknown[];
  held: readonly unknown[];
}): boolean {
  return suspended.length > 0 || held.length > 0;
}

/** The end of what the present command has printed. */
function lastOutput({ ring, commandStart }: Terminal): string {
  const from = Math.max(ring.start, commandStart, ring.end - searched);
  return stripVTControlCharacters(new TextDecoder().decode(ring.read(from)));
}
