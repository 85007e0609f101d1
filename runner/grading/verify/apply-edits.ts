import type { MistakeEdit } from "#contract";

/** What edits make of a file, or why they cannot be made. */
export type EditedFile = { text: string } | { defect: string };

/**
 * Makes all edits of one file at once: each of them speaks of the solution as it stands, so their order does not matter.
 */
export function applyEdits(
  solution: string,
  edits: readonly MistakeEdit[],
): EditedFile {
  const places: { from: number; to: number; by: string }[] = [];
  for (const edit of edits) {
    if ("whole" in edit) {
      if (edits.length === 1) return { text: edit.whole };
      return {
        defect: `${edit.file} is given as a whole: leave out its other edits.`,
      };
    }
    const { file, replace, by } = edit;
    const from = solution.indexOf(replace);
    const times = solution.split(replace).length - 1;
    if (times !== 1)
      return {
        defect: `solution/${file} has ${times === 0 ? "no" : times} ${JSON.stringify(replace)}: an edit replaces a text that stands there exactly once. ${times === 0 ? "Take it from the solution as it is now." : "Take a longer piece."}`,
      };
    places.push({ from, to: from + replace.length, by });
  }
  places.sort((a, b) => a.from - b.from);
  let text = "";
  let done = 0;
  for (const { from, to, by } of places) {
    if (from < done)
      return {
        defect: `two edits of ${edits[0]?.file ?? ""} replace the same text ${JSON.stringify(solution.slice(from, done))}: make them one.`,
      };
    text += solution.slice(done, from) + by;
    done = to;
  }
  return { text: text + solution.slice(done) };
}
