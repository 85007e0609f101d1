import { piecesOf, type Piece } from "#contract";
import {
  errorCodes,
  errorEntry,
  type ErrorCode,
} from "../components/error-codes.ts";

/** A piece of a text for students. */
export interface ProsePiece extends Piece {
  /** Where the reference explains it, below the site's base. */
  link: string | null;
}

const known = new RegExp(String.raw`\b(${errorCodes.join("|")})\b`);

/** A text in pieces: code, words, and error codes that the reference explains. */
export function prosePieces(text: string): ProsePiece[] {
  return piecesOf(text).flatMap((piece) =>
    // Code stays whole: only an error code that stands alone is a link there.
    (piece.code ? [piece.text] : piece.text.split(known))
      .filter((part) => part !== "")
      .map((part) => ({
        text: part,
        code: piece.code,
        link: isErrorCode(part) ? errorEntry(part) : null,
      })),
  );
}

function isErrorCode(text: string): text is ErrorCode {
  return (errorCodes as readonly string[]).includes(text);
}
