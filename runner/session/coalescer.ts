/** Output is held back this long to travel in fewer frames, in milliseconds: 5 ms alone would be felt when typing. */
const holdMs = 2;

/** So much output goes at once, in bytes: one full frame. */
const holdBytes = 64 * 1024;

/** Decides when a terminal's output goes to its viewers: at once after a pause or after typing, in larger pieces during a flood. */
export class Coalescer {
  readonly #flushed: () => void;
  #held = 0;
  #hurry = false;
  #timer: NodeJS.Timeout | null = null;

  constructor(flushed: () => void) {
    this.#flushed = flushed;
  }

  /** Something was typed: what comes next is the echo that somebody waits for. */
  hurry(): void {
    this.#hurry = true;
  }

  /** So many bytes more are waiting. */
  add(bytes: number): void {
    this.#held += bytes;
    if (this.#hurry || this.#held >= holdBytes || this.#timer === null)
      this.flush();
  }

  /** Lets everything go now, and starts the next pause. */
  flush(): void {
    this.#hurry = false;
    if (this.#held === 0) return;
    this.#held = 0;
    if (this.#timer === null)
      this.#timer = setTimeout(() => this.#pauseOver(), holdMs);
    this.#flushed();
  }

  #pauseOver(): void {
    this.#timer = null;
    this.flush();
  }
}
