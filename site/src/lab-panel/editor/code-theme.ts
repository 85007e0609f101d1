import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import type { Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

/** The editor's looks. All colours are the page's variables, so light and dark follow by themselves. */
export function codeTheme(): Extension {
  return [editorTheme, syntaxHighlighting(highlightStyle)];
}

/** As the bar that looks for a text in a terminal. */
const findPanel = {
  ".cm-panels": { backgroundColor: "var(--sunken)", color: "var(--text)" },
  ".cm-panels.cm-panels-top": { borderBottom: "1px solid var(--line)" },
  ".cm-panel.cm-search": {
    padding: "0.3rem 2.4rem 0.3rem 0.6rem",
    fontFamily: "var(--__sl-font)",
    fontSize: "0.8rem",
  },
  ".cm-panel.cm-search :is(input, button, label)": {
    margin: "0.1rem 0.25rem 0.1rem 0",
  },
  ".cm-panel.cm-search label": {
    display: "inline-flex",
    alignItems: "center",
    verticalAlign: "middle",
    paddingInline: "0.3rem",
    color: "var(--muted)",
    fontSize: "0.78rem",
    whiteSpace: "nowrap",
  },
  ".cm-panel.cm-search input[type=checkbox]": { accentColor: "var(--accent)" },
  ".cm-panel.cm-search .cm-textfield": {
    width: "9rem",
    minWidth: "4rem",
    padding: "0.15rem 0.45rem",
    border: "1px solid var(--line-strong, var(--line))",
    borderRadius: "6px",
    backgroundColor: "var(--surface)",
    color: "inherit",
    fontSize: "inherit",
  },
  ".cm-panel.cm-search .cm-button": {
    padding: "0.15rem 0.5rem",
    border: "0",
    borderRadius: "6px",
    background: "none",
    color: "var(--muted)",
    fontSize: "inherit",
    cursor: "pointer",
  },
  ".cm-panel.cm-search :is(.cm-button, [name=close]):hover": {
    background: "color-mix(in srgb, currentColor 14%, transparent)",
    color: "var(--text)",
  },
  ".cm-panel.cm-search [name=close]": {
    inset: "0.3rem 0.5rem auto auto",
    width: "1.6rem",
    height: "1.6rem",
    borderRadius: "6px",
    color: "var(--muted)",
    fontSize: "1.1rem",
    lineHeight: "1",
    cursor: "pointer",
  },
};

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
  ...findPanel,
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
