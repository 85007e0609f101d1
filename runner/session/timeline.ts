import { markerOf, type CastEvent, type TerminalState } from "#contract";
import type { Clock } from "./clock.ts";
import { createTextReader } from "./output-text.ts";
import type { Size } from "./pty.ts";
import type { ByteRing } from "./ring.ts";

/** Output that comes closer together than this shares one time, in milliseconds: a frame of the screen. */
const togetherMs = 16;

/** How many times are kept of one terminal's output. With more, every other one is given up: bytes never are. */
export const maxTimes = 2048;

/** How many changes of state and size are kept of one terminal: enough for a day's work. */
export const maxChanges = 500;

/** From this byte of the output on, things are as they came about at `time`, in milliseconds on the clock. */
interface Cut {
  position: number;
  time: number;
}
type Change = Cut & ({ state: TerminalState } | { size: Size });

/**
 * When what happened in a terminal. The bytes themselves are those of its ring, so a recording costs next to no memory and
 * reaches back as far as the scrollback. What was printed before the clock started stands at its beginning.
 */
export class Timeline {
  readonly #ring: ByteRing;
  readonly #clock: Clock;
  #times: Cut[];
  readonly #changes: Change[] = [];
  #initialSize: Size;
  #size: Size;

  constructor(ring: ByteRing, clock: Clock, size: Size) {
    this.#ring = ring;
    this.#clock = clock;
    this.#times = [{ position: ring.start, time: 0 }];
    this.#initialSize = size;
    this.#size = size;
  }

  /** The size that the terminal had before the first of `events`. */
  get initialSize(): Size {
    return this.#initialSize;
  }

  /** Output comes now. Call it before the ring takes the bytes. */
  output(): void {
    const time = this.#clock.now();
    const last = this.#times.at(-1);
    if (last && time - last.time < togetherMs) return;
    this.#times.push({ position: this.#ring.end, time });
    if (this.#times.length > maxTimes) this.#thinOut();
  }

  resized(size: Size): void {
    if (size.columns === this.#size.columns && size.rows === this.#size.rows)
      return;
    this.#size = size;
    const before = this.#changes.at(-1);
    // Nothing was drawn at the size that it had: it need not be known.
    if (before && "size" in before && before.position === this.#ring.end)
      this.#changes.pop();
    if (this.#ring.end === 0 && this.#changes.length === 0)
      this.#initialSize = size;
    else this.#change({ size });
  }

  changed(state: TerminalState): void {
    this.#change({ state });
  }

  /** When the first command began that is still known, in milliseconds on the clock; null when there is none. */
  get firstCommand(): number | null {
    const began = this.#changes.find(
      (change) => "state" in change && change.state.is === "running",
    );
    return began?.time ?? null;
  }

  /** All that is still known, in order, with times in seconds from `from` (milliseconds) on; what was earlier stands at 0. */
  events(from = 0): CastEvent[] {
    const { end } = this.#ring;
    const start = this.#ring.firstWhole();
    const text = createTextReader();
    const cuts: (Cut | Change)[] = [...this.#changes, ...this.#times];
    cuts.sort((a, b) => a.position - b.position || a.time - b.time);
    return cuts.flatMap((cut, index) => {
      const time = Math.max(0, cut.time - from) / 1000;
      const begin = Math.max(cut.position, start);
      const length = Math.max(cuts[index + 1]?.position ?? end, start) - begin;
      const change = eventOf(cut, time);
      const output = length > 0 ? text(this.#ring.read(begin, length)) : "";
      const events: CastEvent[] = change ? [change] : [];
      if (output !== "") events.push([time, "o", output]);
      return events;
    });
  }

  #change(what: { state: TerminalState } | { size: Size }): void {
    const position = this.#ring.end;
    this.#changes.push({ position, time: this.#clock.now(), ...what });
    if (this.#changes.length <= maxChanges) return;
    const dropped = this.#changes.shift();
    if (dropped && "size" in dropped) this.#initialSize = dropped.size;
  }

  #thinOut(): void {
    const { start } = this.#ring;
    const kept = this.#times.filter(
      (_, index) => (this.#times[index + 1]?.position ?? Infinity) > start,
    );
    this.#times =
      kept.length > maxTimes / 2
        ? kept.filter((_, index) => index % 2 === 0)
        : kept;
  }
}

function eventOf(cut: Cut | Change, time: number): CastEvent | null {
  if ("size" in cut) return [time, "r", `${cut.size.columns}x${cut.size.rows}`];
  if ("state" in cut) return [time, "m", markerOf(cut.state)];
  return null;
}
