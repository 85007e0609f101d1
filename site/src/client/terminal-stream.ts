import { acknowledgeEvery } from "#contract";
import { createCsiFilter } from "./csi-filter.ts";
import { createMarkFilter } from "./mark-filter.ts";

/** The largest piece given to a terminal at once, in bytes: it parses a piece in one go, and the page must answer between. */
const pieceBytes = 8 * 1024;

/** The most escape characters in a piece. A reset is two bytes, and takes xterm as long as a page of text. */
const pieceEscapes = 256;

const escape = 0x1b;

/** What draws a terminal's output: xterm, or a test's. */
export interface TerminalSink {
  /** Draws `bytes`, after all that was given before, and then calls `drawn`. */
  write(bytes: Uint8Array, drawn: () => void): void;
  /** Clears everything at once. */
  reset(): void;
}

/** One terminal's output on its way from the runner to the sink, whatever happens to the connection. */
export interface TerminalStream {
  /** How many bytes of the terminals' run have arrived: what `hello` says. */
  readonly received: number;
  /** Whether what is being drawn repeats earlier output: what the terminal answers to it must not be sent, what is typed must. */
  readonly replaying: boolean;
  /** Begins to draw, with what has arrived so far. The runner sends no more than a window ahead, so little waits. */
  attach(sink: TerminalSink): void;
  /** Takes a frame; false when bytes before it are missing, which only a new connection can bring. */
  take(sequence: number, bytes: Uint8Array): boolean;
  /** What comes next repeats earlier output up to `until`; with `reset`, it goes on at `from` in an empty terminal. */
  replay(replay: { from: number; until: number; reset: boolean }): void;
  /** The runner's terminals were started anew: counting begins again, with an empty terminal. */
  restart(): void;
}

/** @param acknowledge - tells the runner that everything before a sequence number has been drawn */
export function createTerminalStream(
  acknowledge: (sequence: number) => void,
): TerminalStream {
  const filter = createCsiFilter();
  const marks = createMarkFilter();
  const waiting: ((sink: TerminalSink) => void)[] = [];
  let sink: TerminalSink | null = null;
  let received = 0;
  let drawn = 0;
  let acknowledged = 0;
  let replayedUntil = 0;
  /** Changes when counting begins anew: what was given to the sink before does not count any more. */
  let era = 0;

  return {
    get received() {
      return received;
    },
    get replaying() {
      return drawn < replayedUntil;
    },
    attach(target) {
      sink = target;
      for (const action of waiting.splice(0)) action(target);
    },
    take(sequence, bytes) {
      if (sequence > received) return false;
      const fresh = bytes.subarray(received - sequence);
      for (const piece of cut(fresh)) draw(piece);
      return true;
    },
    replay({ from, until, reset }) {
      if (reset) beginAt(from);
      replayedUntil = until;
    },
    restart: () => beginAt(0),
  };

  /** Counts from `sequence` in an empty terminal: in order, so what was written before is drawn before it is cleared. */
  function beginAt(sequence: number): void {
    era += 1;
    received = drawn = acknowledged = sequence;
    replayedUntil = 0;
    filter.reset();
    marks.reset();
    act((target) => target.write(new Uint8Array(), () => target.reset()));
  }

  function draw(piece: Uint8Array): void {
    received += piece.length;
    const end = received;
    const mine = era;
    const passed = marks.pass(filter.pass(piece));
    act((target) =>
      target.write(passed, () => {
        if (mine === era) whenDrawn(end);
      }),
    );
  }

  function whenDrawn(sequence: number): void {
    drawn = sequence;
    if (drawn - acknowledged < acknowledgeEvery) return;
    acknowledged = drawn;
    acknowledge(drawn);
  }

  function act(action: (sink: TerminalSink) => void): void {
    if (sink === null) waiting.push(action);
    else action(sink);
  }
}

/** Cuts bytes into pieces, none of which takes a terminal long. */
function* cut(bytes: Uint8Array): Generator<Uint8Array> {
  for (let start = 0; start < bytes.length;) {
    let end = start;
    const furthest = Math.min(start + pieceBytes, bytes.length);
    for (let escapes = 0; end < furthest; end++)
      if (bytes[end] === escape && ++escapes > pieceEscapes) break;
    yield bytes.subarray(start, end);
    start = end;
  }
}
