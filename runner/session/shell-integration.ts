/**
 * What a terminal's shell says about itself, in the escape sequences known as OSC 133 (FinalTerm's semantic prompts): `A` the prompt
 * begins, `B` the student may type, `P` the
 * command goes on in another line, `C` a command starts, `D` it has ended. `Z` is ours: the shell itself has ended.
 */
export type ShellMark =
  /** `shell` is the shell's process id as its sandbox numbers it. */
  | { is: "prompt"; shell: number }
  | { is: "continuation" }
  | { is: "command"; command: string }
  | { is: "ended"; code: number }
  | { is: "closed"; code: number };

/** A mark and the place in the stream of the first byte behind it. */
export interface PlacedMark {
  mark: ShellMark;
  /** Counted from the first byte of the chunk given to `parse`: between 1 and its length. */
  offset: number;
}

const escape = 0x1b;
const bell = 0x07;
const prefix = Buffer.from("\x1b]133;");

/** A mark's longest text; what is longer is some other sequence that happens to begin like one. */
const maxMarkBytes = 8 * 1024;

/**
 * Finds the marks in a stream of bytes that arrives in chunks of any size. Only marks that carry the shell's own secret word
 * count: a program, or a recording shown with `cat`, cannot pretend to be the shell.
 */
export class ShellIntegration {
  readonly #word: string;
  /** The beginning of a sequence whose end has not come yet. */
  #open: Buffer = Buffer.alloc(0);

  constructor(word: string) {
    this.#word = word;
  }

  parse(chunk: Uint8Array): PlacedMark[] {
    const carried = this.#open.length;
    const bytes =
      carried === 0 ? asBuffer(chunk) : Buffer.concat([this.#open, chunk]);
    this.#open = Buffer.alloc(0);
    const marks: PlacedMark[] = [];
    let at = bytes.indexOf(escape);
    while (at !== -1) {
      const rest = bytes.subarray(at);
      const known = Math.min(rest.length, prefix.length);
      if (rest.compare(prefix, 0, known, 0, known) !== 0) {
        at = bytes.indexOf(escape, at + 1);
        continue;
      }
      const end = endOf(rest);
      if (end === null) {
        if (rest.length <= maxMarkBytes) this.#open = Buffer.from(rest);
        break;
      }
      const mark = end.complete
        ? this.#read(rest.toString("utf8", prefix.length, end.text))
        : null;
      if (mark) marks.push({ mark, offset: at + end.after - carried });
      at = bytes.indexOf(escape, at + end.after);
    }
    return marks;
  }

  #read(text: string): ShellMark | null {
    const [kind, ...fields] = text.split(";");
    if (!fields.includes(`aid=${this.#word}`)) return null;
    const code = Number.parseInt(fields[0] ?? "", 10);
    switch (kind) {
      case "B":
        return { is: "prompt", shell: shellIn(fields) };
      case "P":
        return { is: "continuation" };
      case "C":
        return { is: "command", command: readCommand(text) };
      case "D":
        return Number.isNaN(code) ? null : { is: "ended", code };
      case "Z":
        return { is: "closed", code: Number.isNaN(code) ? 0 : code };
      default:
        return null;
    }
  }
}

function shellIn(fields: string[]): number {
  const field = fields.find((each) => each.startsWith("pid="));
  return Number.parseInt(field?.slice("pid=".length) ?? "0", 10);
}

/** Where the sequence's text ends and what follows it; `null` when its end has not come yet. */
function endOf(
  bytes: Buffer,
): { text: number; after: number; complete: boolean } | null {
  for (let at = prefix.length; at < bytes.length; at += 1) {
    if (bytes[at] === bell) return { text: at, after: at + 1, complete: true };
    if (bytes[at] !== escape) continue;
    const next = bytes[at + 1];
    if (next === undefined) return null;
    // Anything but a string terminator: the sequence was broken off, and this may begin another one.
    return next === 0x5c
      ? { text: at, after: at + 2, complete: true }
      : { text: at, after: at, complete: false };
  }
  return null;
}

/** The command line, last because it may hold semicolons; the shell writes `%` and line ends as `%25` and `%0A`. */
function readCommand(text: string): string {
  const field = ";cmdline=";
  const at = text.indexOf(field);
  if (at === -1) return "";
  const line = text
    .slice(at + field.length)
    .replaceAll("%0A", "\n")
    .replaceAll("%25", "%");
  return line.slice(0, 500);
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
