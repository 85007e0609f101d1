/**
 * The largest parameter of a control sequence that a terminal is given. Real programs stay far below; `CSI 999999999 b`
 * (repeat the last character) kept xterm's parser busy for 39 seconds.
 */
export const largestParameter = 9999;

const escape = 0x1b;
const cancel = 0x18;

/** Where in a control sequence the stream is; it may be cut between any two bytes. */
type Place =
  | "text"
  /** After ESC: `[` begins a control sequence. */
  | "escape"
  /** After 0xC2: 0x9B would complete U+009B, the one-character form of ESC `[`. */
  | "c2"
  | "sequence"
  /** In a sequence that was refused: all up to its final byte is left out. */
  | "refused";

/** Takes control sequences with huge parameters out of one terminal's output. */
export interface CsiFilter {
  /** The bytes that may go on to the terminal: the same array where nothing had to be changed. */
  pass(bytes: Uint8Array): Uint8Array;
  /** Forgets where it was: what comes next has nothing to do with what came before. */
  reset(): void;
}

/** Keeps its place across pieces, since the runner cuts the stream anywhere. */
export function createCsiFilter(): CsiFilter {
  let place: Place = "text";
  let parameter = 0;

  return {
    pass(bytes) {
      if (place === "text" && !bytes.includes(escape) && !bytes.includes(0xc2))
        return bytes;
      // Each byte gives at most one: a refused digit becomes the byte that cancels its sequence.
      const passed = new Uint8Array(bytes.length);
      let length = 0;
      for (const byte of bytes) {
        const kept = step(byte);
        if (kept !== null) passed[length++] = kept;
      }
      return passed.subarray(0, length);
    },
    reset() {
      place = "text";
      parameter = 0;
    },
  };

  function step(byte: number): number | null {
    if (byte === escape) return enter("escape", byte);
    if (byte === cancel || byte === 0x1a) return enter("text", byte);
    switch (place) {
      case "text":
        return byte === 0xc2 ? enter("c2", byte) : byte;
      case "c2":
        return enter(
          byte === 0x9b ? "sequence" : byte === 0xc2 ? "c2" : "text",
          byte,
        );
      case "escape":
        return enter(
          byte === 0x5b
            ? "sequence"
            : byte === 0xc2
              ? "c2"
              : byte < 0x20
                ? "escape"
                : "text",
          byte,
        );
      case "sequence":
        return inSequence(byte);
      case "refused":
        if (isFinal(byte)) place = "text";
        return null;
    }
  }

  function inSequence(byte: number): number {
    if (byte >= 0x30 && byte <= 0x39) {
      parameter = parameter * 10 + byte - 0x30;
      return parameter > largestParameter ? enter("refused", cancel) : byte;
    }
    // `;` and `:` end a parameter; all else leaves it: control characters may stand inside a sequence.
    if (byte === 0x3a || byte === 0x3b) parameter = 0;
    else if (isFinal(byte)) place = "text";
    else if (byte >= 0x80) place = byte === 0xc2 ? "c2" : "text";
    return byte;
  }

  function enter(next: Place, byte: number): number {
    place = next;
    parameter = 0;
    return byte;
  }
}

function isFinal(byte: number): boolean {
  return byte >= 0x40 && byte <= 0x7e;
}
