import {
  parseCast,
  stateOf,
  type CastEvent,
  type Recording,
  type TerminalState,
} from "#contract";

/** One terminal of a recording. */
export interface Track {
  id: string;
  /** When its clock stood at 0, in seconds since the epoch. */
  beganAt: number;
  /** In order of time. */
  events: readonly CastEvent[];
}

/** What shows a terminal while it is played. */
export interface Screen {
  /** Draws a text behind all that was drawn before. */
  write(text: string): void;
  /** Shows what the terminal's shell does. */
  become(state: TerminalState): void;
}

/** A recording and the point in time that is shown of it. It knows nothing of clocks: whoever plays it moves it on. */
export interface Player {
  readonly tracks: readonly Track[];
  /** How long it takes, in seconds. */
  readonly duration: number;
  /** What is shown, in seconds from the beginning. */
  readonly time: number;
  /** Shows this point in time. Forwards only what is new is drawn; backwards each screen is drawn anew from the beginning. */
  seek(time: number): void;
  /** Shows a terminal on a screen, which must be empty, from now on. Returns how to stop. */
  attach(terminal: string, screen: Screen): () => void;
}

/** The control sequence RIS: clears a terminal, what scrolled out of it included, in order with what is written. */
const clear = "\x1bc";

/** How far one screen has been drawn. */
interface Cursor {
  track: Track;
  screen: Screen;
  /** The first event that has not been shown. */
  next: number;
}

/** The terminals of a recording; null when it is none that can be played. */
export function parseTracks({ terminals }: Recording): Track[] | null {
  const tracks: Track[] = [];
  for (const { id, cast } of terminals) {
    const parsed = parseCast(cast);
    if (!parsed) return null;
    const { header, events } = parsed;
    tracks.push({ id, beganAt: header.timestamp, events });
  }
  return tracks;
}

export function createPlayer(tracks: readonly Track[]): Player {
  const duration = Math.max(
    0,
    ...tracks.map(({ events }) => events.at(-1)?.[0] ?? 0),
  );
  const cursors = new Set<Cursor>();
  let time = 0;

  return {
    tracks,
    duration,
    get time() {
      return time;
    },
    seek(wanted) {
      const backwards = wanted < time;
      time = Math.min(duration, Math.max(0, wanted));
      for (const cursor of cursors) {
        if (backwards) cursor.next = 0;
        show(cursor, time, backwards ? clear : "");
      }
    },
    attach(terminal, screen) {
      const track = tracks.find(({ id }) => id === terminal);
      if (!track) return () => undefined;
      const cursor = { track, screen, next: 0 };
      cursors.add(cursor);
      screen.become({ is: "idle" });
      show(cursor, time, "");
      return () => void cursors.delete(cursor);
    },
  };
}

/** What a terminal's shell did, with the time of each change in seconds. */
export function statesOf({
  events,
}: Track): { time: number; state: TerminalState }[] {
  return events.flatMap(([time, what, text]) => {
    const state = what === "m" ? stateOf(text) : null;
    return state ? [{ time, state }] : [];
  });
}

/** Draws the events up to `time`, in one piece: a jump across a thousand lines is one draw. */
function show(cursor: Cursor, time: number, before: string): void {
  const { track, screen } = cursor;
  let text = before;
  let state: TerminalState | null = before === "" ? null : { is: "idle" };
  for (;;) {
    const event = track.events[cursor.next];
    if (!event || event[0] > time) break;
    cursor.next += 1;
    if (event[1] === "o") text += event[2];
    // The panes have sizes of their own, so `r` says nothing here.
    if (event[1] === "m") state = stateOf(event[2]) ?? state;
  }
  if (text !== "") screen.write(text);
  if (state) screen.become(state);
}
