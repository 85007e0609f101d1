/** Output is held back this long to travel in fewer frames, in milliseconds: 5 ms alone would be felt when typing. */
const holdMs = 2;

/** So much output goes at once, in bytes: one full frame. */
const holdBytes = 64 * 1024;

/** Decides when a terminal's output goes to its viewers: at once after a pause or after typing, in larger pieces during a flood. */
export class Coalescer {
  readonly #flushed: () => void;
  #held = 0;
  #hurry = false;
  #flushedAt = -Infinity;
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
    const paused = performance.now() - this.#flushedAt >= holdMs;
    if (this.#hurry || paused || this.#held >= holdBytes) this.flush();
    else this.#timer ??= setTimeout(() => this.flush(), holdMs);
  }

  /** Lets everything go now, and starts the next pause. */
  flush(): void {
    this.#hurry = false;
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#held === 0) return;
    this.#held = 0;
    this.#flushedAt = performance.now();
    this.#flushed();
  }
}
