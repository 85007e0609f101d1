import { piecesOf } from "#contract";

const entities: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
};

/** Plain text as HTML, what stands between backticks set as code. */
export function inlineCode(text: string): string {
  return piecesOf(text)
    .map(({ text: piece, code }) =>
      code ? `<code>${escaped(piece)}</code>` : escaped(piece),
    )
    .join("");
}

function escaped(text: string): string {
  return text.replace(
    /[&<>"]/g,
    (character) => entities[character] ?? character,
  );
}
