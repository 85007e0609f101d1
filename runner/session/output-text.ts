/** A shell's mark, see `ShellIntegration`. Players show nothing of it, and its secret word is different in each run. */
const mark = /\x1b\]133;[^\x07\x1b]*(?:\x07|\x1b\\)/g;

/** A text that ends in the middle of a mark. */
const unfinishedMark = /\x1b(?:\](?:1(?:3(?:3(?:;[^\x07\x1b]*\x1b?)?)?)?)?)?$/;

/** A mark's longest text, in characters; what is longer is no mark. */
const maxMark = 8 * 1024;

/**
 * Turns a terminal's output, piece by piece, into text without the shell's marks. Pieces may be cut anywhere: a character or a mark
 * belongs to the piece that completes it.
 */
export function createTextReader(): (bytes: Uint8Array) => string {
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  let open = "";
  return (bytes) => {
    const whole = (open + decoder.decode(bytes, { stream: true })).replaceAll(
      mark,
      "",
    );
    const at = whole.search(unfinishedMark);
    open = at === -1 || whole.length - at > maxMark ? "" : whole.slice(at);
    return whole.slice(0, whole.length - open.length);
  };
}
