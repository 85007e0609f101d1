import { stripVTControlCharacters } from "node:util";
import {
  diedOfError,
  errorInOneLine,
  portOf,
  readProgramError,
  type ProgramTrouble,
} from "#contract";
import { terminalThatHolds } from "../sandbox/port-holder.ts";
import { createTextReader } from "./output-text.ts";
import type { Terminal } from "./terminal.ts";

/** How much of a program's output is searched for the error that it ended with, in bytes: Node prints it last. */
const searched = 64 * 1024;

/**
 * Tells of each terminal what its last program died of: when it has, and null when another one begins. `files`: the names of the
 * lab's files.
 */
export function watchTrouble(
  terminal: Terminal,
  terminals: readonly Terminal[],
  files: readonly string[],
  onTrouble: (trouble: ProgramTrouble | null) => void,
): void {
  /** Counts the changes: what was looked up for an earlier one is no longer told. */
  let change = 0;
  terminal.events.on("state", (state) => {
    change += 1;
    const mine = change;
    if (state.is === "running" || state.is === "closed") onTrouble(null);
    if (state.is !== "exited" || state.code === 0) return;
    const found = troubleOf(terminal, files);
    if (!found) return;
    const { trouble, address } = found;
    const port = address === null ? null : portOf(address);
    if (port === null || !takenAddress.test(trouble.error))
      return onTrouble(trouble);
    void terminalThatHolds(port, processes(terminals)).then((holder) => {
      if (mine === change) onTrouble({ ...trouble, holder });
    });
  });
}

const takenAddress = /Address already in use/;

function troubleOf(
  terminal: Terminal,
  files: readonly string[],
): { trouble: ProgramTrouble; address: string | null } | null {
  const { ring, commandStart, commandEnd } = terminal;
  const from = Math.max(commandStart, ring.start, commandEnd - searched);
  if (from >= commandEnd) return null;
  const text = createTextReader()(ring.read(from, commandEnd - from));
  const lines = stripVTControlCharacters(text).split(/\r?\n/);
  if (!diedOfError(lines)) return null;
  const error = readProgramError(lines, files);
  if (!error?.explanation) return null;
  const { place, address, explanation } = error;
  return {
    trouble: {
      error: errorInOneLine(error).slice(0, longestError),
      place,
      explanation,
      holder: null,
    },
    address,
  };
}

/** Characters of an error that a line of the page has room for. */
const longestError = 300;

/** A process that lives in each terminal that is open. */
function processes(terminals: readonly Terminal[]): Map<string, number> {
  return new Map(
    terminals.flatMap(({ id, pid }) => (pid === null ? [] : [[id, pid]])),
  );
}
