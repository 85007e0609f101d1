import { javascript } from "@codemirror/lang-javascript";
import { getChunks, unifiedMergeView } from "@codemirror/merge";
import { EditorState } from "@codemirror/state";
import { EditorView, lineNumbers } from "@codemirror/view";
import { codeTheme } from "../editor/code-theme.ts";

/** Two texts of a file. */
export interface ComparedTexts {
  earlier: string;
  now: string;
  /** What a screen reader says of the whole. */
  label: string;
  /** Whether the first difference is brought into sight. */
  reveal: boolean;
}

/** Shows the earlier text in `host`, with what the present one has instead of it. Returns how to close it. */
export function openComparison(
  host: HTMLElement,
  { earlier, now, label, reveal }: ComparedTexts,
): () => void {
  const view = new EditorView({
    parent: host,
    doc: earlier,
    extensions: [
      // The first of two themes wins.
      comparisonTheme,
      codeTheme(),
      javascript({ typescript: true }),
      lineNumbers(),
      EditorState.readOnly.of(true),
      EditorView.editable.of(false),
      EditorView.lineWrapping,
      EditorView.contentAttributes.of({ "aria-label": label }),
      unifiedMergeView({ original: now, mergeControls: false, gutter: false }),
    ],
  });
  const [difference] = getChunks(view.state)?.chunks ?? [];
  if (reveal && difference)
    view.dispatch({
      effects: EditorView.scrollIntoView(difference.fromB, { y: "center" }),
    });
  return () => view.destroy();
}

/** A sign at the beginning of a line says the same as its colour. */
const sign = (text: string, color: string) => ({
  content: text,
  position: "absolute",
  insetInlineStart: "0.4rem",
  color,
  fontWeight: "600",
});

/** What differs within a line: any other background would make the code's colours too faint. */
const underline = (color: string) =>
  `linear-gradient(${color}, ${color}) bottom / 100% 1px no-repeat`;

const comparisonTheme = EditorView.theme({
  ".cm-line, .cm-deletedLine": {
    position: "relative",
    padding: "0 1rem 0 1.4rem",
  },
  ".cm-deletedChunk": {
    paddingLeft: "0",
    backgroundColor: "var(--fail-soft)",
  },
  "&.cm-merge-b .cm-changedLine": { backgroundColor: "var(--pass-soft)" },
  "&.cm-merge-b .cm-changedLine::before": sign('"+"', "var(--pass)"),
  ".cm-deletedLine::before": sign('"−"', "var(--fail)"),
  "&.cm-merge-b .cm-changedText": { background: underline("var(--pass)") },
  ".cm-deletedChunk .cm-deletedText": { background: underline("var(--fail)") },
});
