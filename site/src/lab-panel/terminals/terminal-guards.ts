import type { Terminal } from "@xterm/xterm";

/** Sequences that do something so many times across: repeat, insert, delete and erase characters, and tabs. */
const repeatedAcross = ["b", "@", "P", "X", "I", "Z"];

/** Sequences that do something so many times down: insert and delete lines, and scroll. */
const repeatedDown = ["L", "M", "S", "T"];

/**
 * Keeps a program's output from harming the page: what it repeats is bounded by the terminal's size, so that a few bytes
 * are not minutes of work, and the clipboard is the student's alone.
 */
export function guardTerminal(terminal: Terminal): void {
  const refuse = (final: string, limit: () => number): void => {
    terminal.parser.registerCsiHandler(
      { final },
      ([count]) => typeof count === "number" && count > limit(),
    );
  };
  for (const final of repeatedAcross) refuse(final, () => terminal.cols);
  for (const final of repeatedDown) refuse(final, () => terminal.rows);
  // OSC 52 would let a program read and write the clipboard.
  terminal.parser.registerOscHandler(52, () => true);
}
