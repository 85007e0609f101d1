import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import type { Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

/** The editor's looks. All colours are the page's variables, so light and dark follow by themselves. */
export function codeTheme(): Extension {
  return [editorTheme, syntaxHighlighting(highlightStyle)];
}

const editorTheme = EditorView.theme({
  "&": {
    height: "100%",
    backgroundColor: "var(--surface)",
    color: "var(--text)",
    fontSize: "var(--code-size)",
  },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": {
    fontFamily: "var(--code-font)",
    lineHeight: "var(--code-line)",
  },
  ".cm-content": { padding: "0.55rem 0", caretColor: "var(--accent)" },
  ".cm-line": { padding: "0 1rem 0 0.4rem" },
  ".cm-gutters": {
    backgroundColor: "var(--surface)",
    color: "var(--muted)",
    border: "0",
  },
  ".cm-lineNumbers .cm-gutterElement": {
    minWidth: "2.9rem",
    padding: "0 0.5rem 0 0",
  },
  ".cm-activeLineGutter": { backgroundColor: "transparent" },
  "&.cm-focused .cm-activeLineGutter": { color: "var(--text)" },
  ".cm-cursor": { borderLeftColor: "var(--accent)", borderLeftWidth: "2px" },
  ".cm-line.todo-line": { backgroundColor: "var(--warn-soft)" },
  "& .cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground":
    {
      backgroundColor: "var(--selection)",
    },
  ".cm-selectionMatch": { backgroundColor: "var(--accent-soft)" },
  "&.cm-focused .cm-matchingBracket": {
    backgroundColor: "var(--accent-soft)",
    outline: "1px solid var(--accent)",
  },
  ".cm-panels": { backgroundColor: "var(--sunken)", color: "var(--text)" },
  ".cm-panels-bottom": { borderTop: "1px solid var(--line)" },
  ".cm-panel.cm-search": {
    padding: "0.4rem 2rem 0.4rem 0.75rem",
    fontSize: "0.8rem",
  },
  ".cm-textfield, .cm-button": {
    border: "1px solid var(--line-strong, var(--line))",
    borderRadius: "6px",
    background: "var(--surface)",
    color: "var(--text)",
    fontSize: "inherit",
  },
  ".cm-searchMatch": {
    backgroundColor: "var(--warn-soft)",
    outline: "1px solid var(--warn)",
  },
  ".cm-searchMatch.cm-searchMatch-selected": {
    backgroundColor: "var(--selection)",
  },
});

const highlightStyle = HighlightStyle.define([
  {
    tag: [
      tags.keyword,
      tags.controlKeyword,
      tags.moduleKeyword,
      tags.operatorKeyword,
      tags.definitionKeyword,
    ],
    color: "var(--code-keyword)",
  },
  {
    tag: [tags.string, tags.special(tags.string), tags.regexp],
    color: "var(--code-string)",
  },
  {
    tag: [
      tags.function(tags.variableName),
      tags.function(tags.propertyName),
      tags.className,
      tags.typeName,
    ],
    color: "var(--code-name)",
  },
  {
    tag: [tags.number, tags.bool, tags.null, tags.atom],
    color: "var(--code-number)",
  },
  { tag: tags.comment, color: "var(--code-comment)", fontStyle: "italic" },
]);
