import { readStored, writeStored } from "../../client/stored.ts";

/** Sizes of a terminal's letters in pixels. */
const fontSizes = { smallest: 10, usual: 12, largest: 22, step: 1 } as const;

const storageKey = "zeromq-labs:terminals";

/** How the student wants terminals to be, in every lesson. */
export class TerminalSettings {
  fontSize = $state<number>(fontSizes.usual);
  /** Whether xterm keeps a copy of its text for screen readers. */
  screenReader = $state(false);

  /** Reads what this browser remembers. On the page only: the built page is the same for all. */
  recall(): void {
    const [fontSize, screenReader] = (readStored(storageKey) ?? "").split(" ");
    this.fontSize = within(Number(fontSize) || fontSizes.usual);
    this.screenReader = screenReader === "screen-reader";
  }

  /** Makes letters larger or smaller by a step. */
  enlarge(steps: number): void {
    this.fontSize = within(this.fontSize + steps * fontSizes.step);
    this.#remember();
  }

  toggleScreenReader(): void {
    this.screenReader = !this.screenReader;
    this.#remember();
  }

  #remember(): void {
    writeStored(
      storageKey,
      `${this.fontSize} ${this.screenReader ? "screen-reader" : "plain"}`,
    );
  }
}

function within(size: number): number {
  return Math.min(fontSizes.largest, Math.max(fontSizes.smallest, size));
}
