import { LabsError, portOf, type TerminalState } from "#contract";
import type { Lab } from "../catalog/lab.ts";
import { commandLine } from "./shell.ts";

/** A mark of the shell holds as much of a command as this, in characters (see bashrc). */
const longestKnown = 500;

/** The command line that a student would type for a terminal's program. */
export function programLine({ manifest }: Lab, number: number): string {
  const terminal = manifest.terminals[number];
  const program = terminal && manifest.programs[terminal.program];
  if (!program)
    throw new LabsError("internal", "The manifest was not checked.");
  return commandLine([
    "node",
    program.file,
    ...(terminal.args ?? program.args),
  ]);
}

/** The command that runs in a terminal, to be typed again; null where nothing runs, or it is not known as a whole. */
export function restartLine(state: TerminalState): string | null {
  if (state.is !== "running" && state.is !== "suspended") return null;
  const { command } = state;
  const whole = command.length < longestKnown && !command.includes("\n");
  return whole && command !== "" ? command : null;
}

/** The ports that a terminal's program binds, as the lab's diagram shows it. */
export function boundPorts({ manifest }: Lab, terminal: string): number[] {
  const sockets = manifest.topology
    .filter((node) => node.terminal === terminal)
    .flatMap((node) => node.sockets)
    .filter(({ action }) => action === "bind");
  const ports = sockets.flatMap(({ endpoints }) => endpoints.map(portOf));
  return [...new Set(ports)].filter((port) => port !== null);
}
