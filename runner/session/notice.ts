/**
 * Takes back what an ended program may have left behind: alternate screen, bracketed paste, mouse reports, hidden cursor,
 * colours. (xterm's control sequences: DECRST 1047, 2004, 1000–1006; DECTCEM; SGR 0; DECSTR.) Not DECRST 1049: where no
 * program had switched the screen, it would move the cursor up over what was printed.
 */
const takeBack =
  "\x1b[?1047l\x1b[?2004l\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1006l\x1b[!p\x1b[?25h\x1b[0m";

/** A line of the runner's own in a terminal's output, told from the programs' by being dim and set off. */
export function endNotice(text: string): Buffer {
  return Buffer.from(`${takeBack}\r\n\x1b[2m── ${text} ──\x1b[0m\r\n`);
}
