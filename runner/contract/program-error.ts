import { explain } from "./error-explanations.ts";
import type { LocalizedText } from "./localized.ts";

/** The error that a Node program died of, as its output tells. */
export interface ProgramError {
  /** The error in a line, as Node words it. */
  error: string;
  /** The first line of the student's files that it names. */
  place: { file: string; line: number } | null;
  /** Whether the program had begun when it happened: a file that cannot be read or loaded never begins. */
  started: boolean;
  /** What it means and what to do, in plain words; null where that is not known. */
  explanation: LocalizedText | null;
}

/** The error in what a program has printed; null when it holds none of Node's form. `files`: the names of the student's files. */
export function readProgramError(
  lines: readonly string[],
  files: readonly string[],
): ProgramError | null {
  const block = uncaughtError(lines) ?? lines;
  const line = block.find((each) => errorLine.test(each));
  if (line === undefined) return null;
  const error = line.trim().replace(brackets, "$1").slice(0, longestError);
  const code = /^\w*Error \[(\w+)\]:/.exec(error)?.[1] ?? codeOf(block);
  const started = hasStarted(error, code, block, files);
  return {
    error,
    place: placeOf(block, files),
    started,
    explanation: explain({ error, code, started }),
  };
}

/** Whether Node itself says, at the very end, that an error nobody caught has ended the program. */
export function diedOfError(lines: readonly string[]): boolean {
  return uncaughtError(lines) !== null;
}

/** An error with its place in one line: `collector.ts:12 SyntaxError: …`. */
export function errorInOneLine({ error, place }: ProgramError): string {
  return place ? `${place.file}:${place.line} ${error}` : error;
}

/** `SyntaxError: …`, `TypeError [ERR_X]: …`, with or without "Uncaught" before it, or in brackets: it has no stack then. */
const errorLine = /^\s*(?:Uncaught )?\[?(?:[A-Z]\w*)?Error\b(?: \[\w+\])?:/;

/** The brackets, and a brace before the properties that follow. */
const brackets = /^\[(.*)\](?: \{)?$/;

/** Characters of an error that still read as one line. */
const longestError = 300;

/** What Node puts below an error that nobody caught, and above it: the place where it was thrown. */
const version = /^Node\.js v\d/;
const thrownAt = /^(?:file:\/\/\/|node:|\/|<anonymous)\S*:\d+$/;

/** What Node prints of an error that nobody caught. It is the last that a program prints. */
function uncaughtError(lines: readonly string[]): readonly string[] | null {
  const end = lines.findLastIndex((line) => line.trim() !== "");
  if (!version.test(lines[end] ?? "")) return null;
  const begin = lines.findLastIndex((line) => thrownAt.test(line.trimEnd()));
  return begin === -1 ? null : lines.slice(begin, end);
}

/** Node puts an error's properties below its stack: `  code: 'EADDRINUSE',`. */
function codeOf(block: readonly string[]): string | null {
  for (const line of block) {
    const value = /^ {2}code: '([^']*)',?$/.exec(line.trimEnd())?.[1];
    if (value !== undefined) return value;
  }
  return null;
}

/** What keeps a file from being loaded. */
const unloadable = [
  "MODULE_NOT_FOUND",
  "ERR_MODULE_NOT_FOUND",
  "ERR_UNKNOWN_BUILTIN_MODULE",
  "ERR_INVALID_TYPESCRIPT_SYNTAX",
  "ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX",
];

/** A text that is no JSON is a SyntaxError too: that one comes from a line of the program, as its stack shows. */
function hasStarted(
  error: string,
  code: string | null,
  block: readonly string[],
  files: readonly string[],
): boolean {
  if (
    code === null
      ? !error.startsWith("SyntaxError")
      : !unloadable.includes(code)
  )
    return true;
  const stack = block.filter((line) => /^\s+at /.test(line));
  return placeOf(stack, files) !== null;
}

/** A file and a line. A name begins where one can: tried from every character, a long line would take minutes. */
const placePattern = /(?<![\w.-])([\w.-]+\.[a-z]+):(\d+)/g;

/** Where it happened: the first place in the output that is in one of the student's files. */
function placeOf(
  lines: readonly string[],
  files: readonly string[],
): ProgramError["place"] {
  for (const line of lines)
    for (const [, file, number] of line.matchAll(placePattern))
      if (file && files.includes(file)) return { file, line: Number(number) };
  return null;
}
