const entities: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
};

/** Plain text as HTML, words in backticks set as code. */
export function inlineCode(text: string): string {
  const safe = text.replace(
    /[&<>"]/g,
    (character) => entities[character] ?? character,
  );
  return safe.replace(/`([^`]+)`/g, "<code>$1</code>");
}
