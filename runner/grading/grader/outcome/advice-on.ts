import { readProgramError, textIn } from "#contract";

/** What to do about the error in a program's output; null where that is not known. `files`: those that are graded. */
export function adviceOn(
  lines: readonly string[],
  files: readonly string[],
): string | null {
  const found = readProgramError(lines, files);
  if (!found) return null;
  const [, missing] =
    /Cannot find module '(?:[^']*\/)?([^'/]+\.[cm]?[jt]s)' imported from/.exec(
      found.error,
    ) ?? [];
  if (missing && !files.includes(missing))
    return `Only the lab's own files are graded (${files.join(", ")}), and ${missing} is none of them. Look at its spelling; code of yours belongs into the file that imports it.`;
  return found.explanation && textIn(found.explanation, "en");
}
