import {
  errorCodes,
  errorEntry,
  type ErrorCode,
} from "../components/error-codes.ts";

/** A piece of a sentence. */
export interface ProsePart {
  text: string;
  /** It stood between backticks. */
  code: boolean;
  /** Where the reference explains it, below the site's base. */
  link: string | null;
}

const known = new RegExp(String.raw`\b(${errorCodes.join("|")})\b`);

/** The pieces of a sentence: words between backticks, and error codes that the reference explains. */
export function proseParts(sentence: string): ProsePart[] {
  return sentence.split("`").flatMap((text, index) => {
    const code = index % 2 === 1;
    // Code stays whole: only a code that stands alone is a link there.
    const pieces = code ? [text] : text.split(known);
    return pieces
      .filter((piece) => piece !== "")
      .map((piece) => ({
        text: piece,
        code,
        link: isErrorCode(piece) ? errorEntry(piece) : null,
      }));
  });
}

function isErrorCode(text: string): text is ErrorCode {
  return (errorCodes as readonly string[]).includes(text);
}
