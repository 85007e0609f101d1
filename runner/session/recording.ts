import { encodeCast, type Recording } from "#contract";
import type { Lab } from "../catalog/lab.ts";
import type { Terminal } from "./terminal.ts";

/** Where a recording's clock begins. */
export interface RecordingStart {
  /** The point in time that its casts name as their beginning, in seconds since the epoch. */
  timestamp: number;
  /** Where on the terminals' clock it begins, in milliseconds; what was earlier stands at 0. */
  from: number;
}

/** What happened in a lab's terminals, as far back as their scrollback reaches. What was typed is in it only where it was echoed. */
export function recordingOf(
  { id: lab, manifest }: Lab,
  terminals: readonly Terminal[],
  { timestamp, from }: RecordingStart,
): Recording {
  return {
    version: 1,
    lab,
    terminals: terminals.map(({ id, timeline }) => {
      const found = manifest.terminals.find((each) => each.id === id);
      const title = found?.title.en ?? id;
      const { columns, rows } = timeline.initialSize;
      const header = {
        version: 2 as const,
        width: columns,
        height: rows,
        timestamp,
        title: `${manifest.title.en}: ${title}`,
        env: { TERM: "xterm-256color" },
      };
      const cast = encodeCast({ header, events: timeline.events(from) });
      return { id, title, cast };
    }),
  };
}
