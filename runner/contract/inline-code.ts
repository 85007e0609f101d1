/** A piece of a text for students: code, or words. */
export interface Piece {
  text: string;
  code: boolean;
}

/**
 * A text in pieces. Code stands between backticks; code that has backticks itself stands between two of them, as in Markdown:
 * `` ``send(`${n}`)`` ``. All else is shown as it is, a backtick without a partner too.
 */
export function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  for (const span of text.matchAll(codeSpan)) {
    const { 0: whole, 2: code = "", index } = span;
    if (index > end) pieces.push({ text: text.slice(end, index), code: false });
    pieces.push({ text: unpadded(code), code: true });
    end = index + whole.length;
  }
  if (end < text.length) pieces.push({ text: text.slice(end), code: false });
  return pieces;
}

/** A text as a terminal shows it: code that has backticks itself needs none around it. */
export function plainText(text: string): string {
  return piecesOf(text)
    .map((piece) =>
      piece.code && !piece.text.includes("`")
        ? `\`${piece.text}\``
        : piece.text,
    )
    .join("");
}

/** So many backticks, and as many again: a longer or shorter row in between is code. */
const codeSpan = /(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)/gs;

/** A blank on both sides keeps backticks of the code from those around it. */
function unpadded(code: string): string {
  return /^ .*[^ ].* $/s.test(code) ? code.slice(1, -1) : code;
}
