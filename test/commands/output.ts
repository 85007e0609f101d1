import type { Output } from "../../runner/commands/output.ts";

/** An output that keeps what a command writes, as it would stand in a file: without colours. */
export function recordOutput() {
  const lines: string[] = [];
  const notes: string[] = [];
  const note = (text: string) => void notes.push(text);
  const output: Output = {
    line: (text = "") => void lines.push(text),
    note,
    style: (_, text) => text,
    progress(text) {
      note(text);
      return {
        update: () => undefined,
        step: note,
        succeed: note,
        fail: note,
        clear: () => undefined,
      };
    },
  };
  return {
    output,
    /** What went to standard output. */
    result: () => lines.join("\n"),
    /** What went to standard error. */
    notes: () => notes.join("\n"),
  };
}
