import { piecesOf, type Piece } from "#contract";
import {
  errorCodes,
  errorEntry,
  type ErrorCode,
} from "../components/error-codes.ts";

/** A line of one of the lab's files. */
export interface Place {
  file: string;
  line: number;
}

/** A piece of a text for students. */
export interface ProsePiece extends Piece {
  /** Where the reference explains it, below the site's base. */
  link: string | null;
  /** What it names, as `server.ts:12` does. */
  place: Place | null;
}

const known = String.raw`\b(?:${errorCodes.join("|")})\b`;

/** A text in pieces: code, words, error codes that the reference explains, and lines of these files. */
export function prosePieces(
  text: string,
  files: readonly string[] = [],
): ProsePiece[] {
  const names = files.map((file) => RegExp.escape(file)).join("|");
  const places = names && String.raw`|(?<![\w./-])(?:${names}):\d+\b`;
  const special = new RegExp(`(${known}${places})`);
  return piecesOf(text).flatMap((piece) =>
    // Code stays whole: only an error code that stands alone is a link there.
    (piece.code ? [piece.text] : piece.text.split(special))
      .filter((part) => part !== "")
      .map((part) => ({
        text: part,
        code: piece.code,
        link: isErrorCode(part) ? errorEntry(part) : null,
        place: piece.code ? null : placeIn(part, files),
      })),
  );
}

function isErrorCode(text: string): text is ErrorCode {
  return (errorCodes as readonly string[]).includes(text);
}

function placeIn(text: string, files: readonly string[]): Place | null {
  const [, file = "", line] = /^(.+):(\d+)$/.exec(text) ?? [];
  return files.includes(file) ? { file, line: Number(line) } : null;
}
