/**
 * The most characters without a width of their own that a terminal is given in a row. They all go into one cell, and the
 * browser's work to draw a cell grows with their square: 4,000 in one cell kept the page busy for five seconds.
 * Living languages need four.
 */
export const mostMarks = 16;

/** No byte below begins a character without width: the first is U+0300. */
const firstMarkByte = 0xcc;

/** Characters that xterm joins to the one before: marks, formats, and the parts of Hangul syllables. */
const markRun = /[\p{M}\p{Cf}\u1160-\u11ff]+/gu;

/**
 * Characters that nobody has assigned yet, and that are not to be drawn. The browser looks for each in one font after the other: 900 of
 * them kept the page busy for two seconds.
 */
const undrawn = /[\p{Default_Ignorable_Code_Point}&&\p{Cn}]+/gv;

/** Shortens endless rows of combining characters in one terminal's output, and leaves out what is never drawn. */
export interface MarkFilter {
  /** The bytes that may go on to the terminal: the same array where nothing had to be changed. */
  pass(bytes: Uint8Array): Uint8Array;
  /** Forgets where it was: what comes next has nothing to do with what came before. */
  reset(): void;
}

/** Keeps its place across pieces, since the runner cuts the stream anywhere, also in the middle of a character. */
export function createMarkFilter(): MarkFilter {
  const encoder = new TextEncoder();
  /** The beginning of a character at the end of the last piece. */
  let rest = new Uint8Array();
  /** How many marks the last piece ended with. */
  let before = 0;

  return {
    pass(bytes) {
      if (rest.length === 0 && bytes.every((byte) => byte < firstMarkByte)) {
        if (bytes.length > 0) before = 0;
        return bytes;
      }
      const whole = joined(rest, bytes);
      const end = whole.length - unfinished(whole);
      rest = whole.slice(end);
      const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(
        whole.subarray(0, end),
      );
      if (text === "") return whole.subarray(0, 0);
      const shortened = shorten(text);
      // What is no UTF-8 must stay as it is wherever nothing is left out.
      return shortened === text
        ? whole.subarray(0, end)
        : encoder.encode(shortened);
    },
    reset() {
      rest = new Uint8Array();
      before = 0;
    },
  };

  function shorten(all: string): string {
    const text = all.replace(undrawn, "");
    if (text === "") return text;
    const carried = before;
    before = 0;
    return text.replace(markRun, (run: string, place: number) => {
      const marks = [...run];
      const already = place === 0 ? carried : 0;
      if (place + run.length === text.length) before = already + marks.length;
      return already + marks.length <= mostMarks
        ? run
        : marks.slice(0, Math.max(0, mostMarks - already)).join("");
    });
  }
}

function joined(one: Uint8Array, other: Uint8Array): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(one.length + other.length);
  whole.set(one);
  whole.set(other, one.length);
  return whole;
}

/** How many bytes at the end begin a character that is not complete. */
function unfinished(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    // Of one byte, or no UTF-8 at all.
    if (byte < 0x80 || byte > 0xf4) return 0;
    if (byte < 0xc0) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
    return length > back ? back : 0;
  }
  return 0;
}
