import { stripVTControlCharacters } from "node:util";
import {
  diedOfError,
  errorInOneLine,
  readProgramError,
  type ProgramTrouble,
} from "#contract";
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
  files: readonly string[],
  onTrouble: (trouble: ProgramTrouble | null) => void,
): void {
  terminal.events.on("state", (state) => {
    if (state.is === "running" || state.is === "closed") onTrouble(null);
    if (state.is !== "exited" || state.code === 0) return;
    const trouble = troubleOf(terminal, files);
    if (trouble) onTrouble(trouble);
  });
}

function troubleOf(
  terminal: Terminal,
  files: readonly string[],
): ProgramTrouble | null {
  const { ring, commandStart, commandEnd } = terminal;
  const from = Math.max(commandStart, ring.start, commandEnd - searched);
  if (from >= commandEnd) return null;
  const text = createTextReader()(ring.read(from, commandEnd - from));
  const lines = stripVTControlCharacters(text).split(/\r?\n/);
  if (!diedOfError(lines)) return null;
  const error = readProgramError(lines, files);
  if (!error?.explanation) return null;
  const { place, explanation } = error;
  const line = errorInOneLine(error).slice(0, longestError);
  return { error: line, place, explanation };
}

/** Characters of an error that a line of the page has room for. */
const longestError = 300;
