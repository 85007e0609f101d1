/** Messages that may come at once: a page that opens, resizes and saves everything stays far below. */
const burst = 2000;

/** Messages per second in the long run: a key held down and a moving mouse make some hundred. */
const perSecond = 500;

/** How many messages a page may still send: a bucket that fills up steadily. */
export class MessageBudget {
  #left = burst;
  #filled = performance.now();

  /** Takes one; answers false when there is none. */
  take(): boolean {
    const now = performance.now();
    this.#left = Math.min(
      burst,
      this.#left + ((now - this.#filled) / 1000) * perSecond,
    );
    this.#filled = now;
    if (this.#left < 1) return false;
    this.#left -= 1;
    return true;
  }

  /** Gives one back, for a message that the runner itself had asked for. */
  giveBack(): void {
    this.#left = Math.min(burst, this.#left + 1);
  }
}
