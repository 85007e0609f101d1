import {
  defaultKeymap,
  history,
  historyKeymap,
  indentWithTab,
} from "@codemirror/commands";
import { javascript } from "@codemirror/lang-javascript";
import {
  bracketMatching,
  indentOnInput,
  indentUnit,
} from "@codemirror/language";
import {
  highlightSelectionMatches,
  search,
  searchKeymap,
} from "@codemirror/search";
import { Annotation, Compartment, EditorState } from "@codemirror/state";
import {
  drawSelection,
  EditorView,
  highlightActiveLineGutter,
  highlightSpecialChars,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import { codeTheme } from "./code-theme.ts";
import { todo } from "./todo.ts";
import { todoLines } from "./todo-lines.ts";

/** A file as the editor shows it. */
export interface EditorFile {
  name: string;
  text: string;
  readOnly: boolean;
  /** Whether lines with a TODO are marked. */
  markTodos: boolean;
  /** What a screen reader says of it. */
  label: string;
}

export interface CodeEditorOptions {
  /** How the keys of the editor are explained to a screen reader: the id of an element. */
  describedBy: string;
  /** The words of the panel that finds and replaces, by CodeMirror's own. */
  phrases: Record<string, string>;
  onEdit: (name: string, text: string) => void;
  onBlur: (name: string) => void;
}

/** One editor for all files; each keeps its own history, selection and scroll position. */
export interface CodeEditor {
  /** Shows a file, or what became of the file that is shown. */
  show(file: EditorFile): void;
  /** Brings a line of the shown file into the middle, with the cursor in it. */
  goTo(line: number): void;
  focus(): void;
  close(): void;
}

/** Marks a change that the student did not type. */
const fromOutside = Annotation.define<boolean>();

/** Opens the editor in `host`. */
export function openCodeEditor(
  host: HTMLElement,
  options: CodeEditorOptions,
): CodeEditor {
  const states = new Map<
    string,
    {
      state: EditorState;
      scroll: ReturnType<EditorView["scrollSnapshot"]> | null;
    }
  >();
  /** What of a file can change without its text. */
  const looks = new Compartment();
  const view = new EditorView({ parent: host });
  let shown: EditorFile | null = null;

  return {
    show(file) {
      if (file.name !== shown?.name) change(file);
      update(file, shown);
      shown = file;
    },
    goTo(line) {
      const { doc } = view.state;
      const { from } = doc.line(Math.min(Math.max(1, line), doc.lines));
      view.dispatch({
        selection: { anchor: from },
        effects: EditorView.scrollIntoView(from, { y: "center" }),
      });
      view.focus();
    },
    focus: () => view.focus(),
    close: () => view.destroy(),
  };

  function change(file: EditorFile): void {
    if (shown)
      states.set(shown.name, {
        state: view.state,
        scroll: view.scrollSnapshot(),
      });
    const known = states.get(file.name);
    view.setState(known?.state ?? create(file));
    if (known?.scroll) view.dispatch({ effects: known.scroll });
    else
      view.dispatch({
        effects: EditorView.scrollIntoView(firstTodo(view.state), {
          y: "center",
        }),
      });
  }

  /** Nothing is dispatched when nothing changed: that would disturb an input method at work. */
  function update(file: EditorFile, before: EditorFile | null): void {
    const changes = difference(view.state.doc.toString(), file.text);
    if (changes) view.dispatch({ changes, annotations: fromOutside.of(true) });
    if (
      before?.name === file.name &&
      before.readOnly === file.readOnly &&
      before.label === file.label &&
      before.markTodos === file.markTodos
    )
      return;
    view.dispatch({ effects: looks.reconfigure(looksOf(file)) });
  }

  function create(file: EditorFile): EditorState {
    return EditorState.create({
      doc: file.text,
      extensions: [
        looks.of(looksOf(file)),
        bracketMatching(),
        codeTheme(),
        drawSelection(),
        EditorState.tabSize.of(2),
        highlightActiveLineGutter(),
        highlightSelectionMatches({
          highlightWordAroundCursor: true,
          minSelectionLength: 2,
        }),
        highlightSpecialChars(),
        history(),
        indentOnInput(),
        indentUnit.of("  "),
        javascript({ typescript: true }),
        keymap.of([
          indentWithTab,
          ...defaultKeymap,
          ...historyKeymap,
          ...searchKeymap,
        ]),
        lineNumbers(),
        search({ top: true }),
        EditorState.phrases.of(options.phrases),
        EditorView.lineWrapping,
        EditorView.domEventHandlers({ blur: () => options.onBlur(file.name) }),
        EditorView.updateListener.of(({ docChanged, state, transactions }) => {
          const typed = transactions.some(
            (each) => each.docChanged && !each.annotation(fromOutside),
          );
          if (docChanged && typed)
            options.onEdit(file.name, state.doc.toString());
        }),
      ],
    });
  }

  function looksOf({ readOnly, label, markTodos }: EditorFile) {
    return [
      markTodos ? todoLines() : [],
      EditorState.readOnly.of(readOnly),
      EditorView.contentAttributes.of({
        "aria-label": label,
        tabindex: "0",
        "aria-describedby": options.describedBy,
      }),
    ];
  }
}

/** Where the first thing to do stands. */
function firstTodo(state: EditorState): number {
  for (let number = 1; number <= state.doc.lines; number++) {
    const line = state.doc.line(number);
    if (todo.test(line.text)) return line.from;
  }
  return 0;
}

/** The one change that makes `before` into `after`, so that cursor and history outside of it stay. */
function difference(
  before: string,
  after: string,
): { from: number; to: number; insert: string } | null {
  if (before === after) return null;
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  let end = 0;
  while (end < shorter - start && before.at(-1 - end) === after.at(-1 - end))
    end++;
  return {
    from: start,
    to: before.length - end,
    insert: after.slice(start, after.length - end),
  };
}
