import { z } from "./zod.ts";
import { name } from "./manifest.ts";
import type { TerminalState } from "./lab-view.ts";

/**
 * What happened in all terminals of a lab, on one clock: the answer to `GET api/labs/<id>/recording`, and the file of a recorded
 * run, `recordings/<id>.json` of the site.
 */
export const recording = z.strictObject({
  version: z.literal(1),
  /** The lab's id. */
  lab: name,
  /** In start order. Their casts have the same `timestamp`, so a time means the same in all of them. */
  terminals: z.array(
    z.strictObject({
      id: name,
      title: z.string(),
      /** The text of a `.cast` file, see `parseCast`. Its markers tell what ran and how it ended, see `stateOf`. */
      cast: z.string(),
    }),
  ),
});
export type Recording = z.infer<typeof recording>;

const interrupted = "stopped by Ctrl+C";
const suspended = "suspended by Ctrl+Z";

/** A terminal's state as the text of a marker. */
export function markerOf(state: TerminalState): string {
  switch (state.is) {
    case "idle":
      return "opened";
    case "running":
      return `running: ${state.command}`;
    case "exited":
      return `exited ${state.code}: ${state.command}`;
    case "interrupted":
      return `${interrupted}: ${state.command}`;
    case "suspended":
      return `${suspended}: ${state.command}`;
    case "closed":
      return `closed: ${state.reason}`;
  }
}

/** The state that a marker tells of; null when it is some other marker. */
export function stateOf(marker: string): TerminalState | null {
  if (marker === "opened") return { is: "idle" };
  const at = marker.indexOf(": ");
  if (at === -1) return null;
  const what = marker.slice(0, at);
  const command = marker.slice(at + 2);
  const code = /^exited (-?\d+)$/.exec(what)?.[1];
  if (code !== undefined)
    return { is: "exited", command, code: Number.parseInt(code, 10) };
  switch (what) {
    case "running":
      return { is: "running", command };
    case interrupted:
      return { is: "interrupted", command };
    case suspended:
      return { is: "suspended", command };
    case "closed":
      return { is: "closed", reason: command };
    default:
      return null;
  }
}
