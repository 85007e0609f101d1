import { readFile } from "node:fs/promises";
import type { PortHolder } from "#contract";
import type { Program, Sandbox } from "../sandbox/sandbox.ts";
import { innerPid } from "./foreground.ts";
import { terminalVariable } from "./shell.ts";

/** A terminal as far as it is asked whose programs are whose. */
export interface ShellPlace {
  readonly id: string;
  /** The leader of its session, as this machine numbers it; null while it is closed. */
  readonly leader: number | null;
}

/** A program of the lab, and the terminal in which it stands; null where it has left all of them. */
export type LabProgram = Program & { terminal: string | null };

type Source = Pick<Sandbox, "programs" | "portHolders">;

/** A command line is shown as far as this, in characters. */
const longestCommand = 120;

/** Everything that runs in the lab, the terminals' own shells left out. */
export async function listPrograms(
  sandbox: Source,
  terminals: readonly ShellPlace[],
): Promise<LabProgram[]> {
  const programs = await sandbox.programs();
  const byPid = new Map(programs.map((each) => [each.pid, each]));
  const leaders = new Map(
    terminals.flatMap(({ id, leader }) =>
      leader === null ? [] : [[leader, id] as const],
    ),
  );

  /** A terminal's leader, what that runs, and the shell in that: see `shellCommand`. */
  function isShell({ pid, parent }: Program): boolean {
    const line = [pid, parent, byPid.get(parent)?.parent];
    return line.some((each) => each !== undefined && leaders.has(each));
  }

  /** By its session, or else by those who started it. */
  function terminalOf(program: Program): string | null {
    const seen = new Set<number>();
    for (let at: Program | undefined = program; at && !seen.has(at.pid);) {
      seen.add(at.pid);
      const found =
        leaders.get(at.session) ??
        leaders.get(at.pid) ??
        leaders.get(at.parent);
      if (found !== undefined) return found;
      at = byPid.get(at.parent);
    }
    return null;
  }

  return programs
    .filter((each) => !isShell(each))
    .map((each) => ({ ...each, terminal: terminalOf(each) }));
}

/** Who holds these ports, in words that a student can follow. */
export async function describeHolders(
  sandbox: Source,
  terminals: readonly ShellPlace[],
  ports: readonly number[],
): Promise<PortHolder[]> {
  if (ports.length === 0) return [];
  const holders = await sandbox.portHolders(ports);
  if (holders.length === 0) return [];
  const programs = await listPrograms(sandbox, terminals);
  return Promise.all(
    holders.map(async ({ port, pid, inside }) => {
      const program = programs.find((each) => each.pid === pid);
      const known = pid !== null;
      return {
        port,
        pid: known ? await innerPid(pid) : null,
        command: known ? await commandOf(pid) : null,
        terminal: known
          ? (program?.terminal ?? (await markedTerminal(pid, terminals)))
          : null,
        suspended: program?.stopped ?? false,
        inside,
      };
    }),
  );
}

/** A process's command line, in one line that no control character can spoil; its number when it has ended meanwhile. */
export async function commandOf(pid: number): Promise<string> {
  const bytes = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
  const line = bytes.replaceAll("\0", " ").trim().replaceAll(/\p{C}/gu, "?");
  if (line === "") return String(pid);
  return line.length > longestCommand
    ? `${line.slice(0, longestCommand - 1)}…`
    : line;
}

/** A program that has left every session and lost its parents still has the environment that it began with. */
async function markedTerminal(
  pid: number,
  terminals: readonly ShellPlace[],
): Promise<string | null> {
  const environment = await readFile(`/proc/${pid}/environ`, "utf8").catch(
    () => "",
  );
  const variables = environment.split("\0");
  const found = terminals.find(({ id }) =>
    variables.includes(`${terminalVariable}=${id}`),
  );
  return found?.id ?? null;
}
