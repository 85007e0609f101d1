import type { Terminal } from "@xterm/xterm";

/** Sequences that do something so many times across: repeat, insert, delete and erase characters, and tabs. */
const repeatedAcross = ["b", "@", "P", "X", "I", "Z"];

/** Sequences that do something so many times down: insert and delete lines, and scroll. */
const repeatedDown = ["L", "M", "S", "T"];

/** OSC numbers that set colours: of the palette, text, background and cursor. Programs may ask for them. */
const colorSettings = [4, 10, 11, 12];

/** OSC numbers that take colours back. */
const colorResets = [104, 110, 111, 112];

/**
 * Keeps a program's output from harming the page: what it repeats is bounded by the terminal's size, so that a few bytes
 * are not minutes of work, its colours stay, and the clipboard is the student's alone.
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
  // Every colour that is set makes xterm write its style sheet again, and the page's colours are chosen to be read.
  for (const number of colorSettings)
    terminal.parser.registerOscHandler(number, (data) => !asksOnly(data));
  for (const number of colorResets)
    terminal.parser.registerOscHandler(number, () => true);
  // OSC 52 would let a program read and write the clipboard.
  terminal.parser.registerOscHandler(52, () => true);
}

/** Whether an OSC about colours is one question and nothing else: `?`, or a number of the palette and `?`. */
function asksOnly(data: string): boolean {
  return /^(?:\d{1,3};)?\?$/.test(data);
}
