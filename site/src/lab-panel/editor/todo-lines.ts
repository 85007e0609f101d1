import type { Extension } from "@codemirror/state";
import { RangeSetBuilder } from "@codemirror/state";
import {
  Decoration,
  ViewPlugin,
  type DecorationSet,
  type EditorView,
  type ViewUpdate,
} from "@codemirror/view";
import { todo } from "./todo.ts";

const mark = Decoration.line({ class: "todo-line" });

/** Marks the lines with a TODO. */
export function todoLines(): Extension {
  return ViewPlugin.fromClass(
    class {
      decorations: DecorationSet;

      constructor(view: EditorView) {
        this.decorations = marksOf(view);
      }

      update({ view, docChanged, viewportChanged }: ViewUpdate): void {
        if (docChanged || viewportChanged) this.decorations = marksOf(view);
      }
    },
    { decorations: (plugin) => plugin.decorations },
  );
}

function marksOf(view: EditorView): DecorationSet {
  const marks = new RangeSetBuilder<Decoration>();
  for (const { from, to } of view.visibleRanges) {
    for (let position = from; position <= to;) {
      const line = view.state.doc.lineAt(position);
      if (todo.test(line.text)) marks.add(line.from, line.from, mark);
      position = line.to + 1;
    }
  }
  return marks.finish();
}
