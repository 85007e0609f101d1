import { escapeControls } from "../../channel/escape-controls.ts";

/** Characters of a line that a message quotes: enough for what the lessons print. */
const longest = 200;

/** A line of a program as a message quotes it: safe to print, and short. */
export function excerpt(line: string): string {
  const safe = escapeControls(line.slice(0, longest * 2).trim());
  return safe.length > longest ? `${safe.slice(0, longest)}…` : safe;
}

/** The last line that tells something: none that is empty, nor the version that Node prints below an error. */
export function lastTelling(lines: readonly string[]): string | null {
  return lines.findLast((line) => !/^\s*(?:Node\.js v.*)?$/.test(line)) ?? null;
}
