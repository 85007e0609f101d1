/**
 * Text of a program, safe to print on somebody's terminal: every control character of C0 and C1 and every character
 * that turns the direction of text is written as `\u001b`; newline and tab stay.
 */
export function escapeControls(text: string): string {
  return text.replace(dangerous, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return `\\u${code.toString(16).padStart(4, "0")}`;
  });
}

/** C0 but newline and tab, DEL, C1, the line separators, and Unicode's bidi controls (UAX #9). */
const dangerous =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;
