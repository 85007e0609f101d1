import { readStored, writeStored } from "../../client/stored.ts";

/** The panel's parts from top to bottom. */
export type Part = "editor" | "terminals" | "checks";

type Shares = Readonly<Record<Part, number>>;

/** The usual shares of the height that the parts divide among them: with terminals in one or two rows, and in three. */
const usualShares: { few: Shares; many: Shares } = {
  few: { editor: 35, terminals: 42, checks: 23 },
  many: { editor: 31, terminals: 49, checks: 20 },
};

/** The share of the checks while there is something to read in them. */
const readingShare = 38;

/** No part gets so small that it cannot be found again. */
const smallest = 6;

const storageKey = "zeromq-labs:panel-sizes";

/** How the panel's height is divided. The shares add up to 100. */
export class PanelSizes {
  shares: Shares = $state.raw(usualShares.few);
  readonly #usual: Shares;

  constructor(terminals: number) {
    this.#usual = terminals > 4 ? usualShares.many : usualShares.few;
    this.shares = this.#usual;
  }

  /** Takes what this browser remembers. */
  recall(): void {
    const [editor = 0, terminals = 0, checks = 0] = (
      readStored(storageKey) ?? ""
    )
      .split(" ")
      .map(Number);
    const fits = [editor, terminals, checks].every(
      (share) => share >= smallest,
    );
    if (fits && Math.abs(editor + terminals + checks - 100) < 1)
      this.shares = { editor, terminals, checks };
  }

  /** The share of `part`, which its separator below moves. */
  share(part: Part): number {
    return this.shares[part];
  }

  /** How large `part` can get before the one below it is as small as it may be. */
  largest(part: Part, below: Part): number {
    return this.shares[part] + this.shares[below] - smallest;
  }

  get smallest(): number {
    return smallest;
  }

  /** Gives `part` this share; the part below it gives or takes the difference. */
  divide(part: Part, below: Part, share: number): void {
    const both = this.shares[part] + this.shares[below];
    const mine = Math.min(both - smallest, Math.max(smallest, share));
    this.shares = { ...this.shares, [part]: mine, [below]: both - mine };
    const { editor, terminals, checks } = this.shares;
    writeStored(
      storageKey,
      [editor, terminals, checks].map((each) => each.toFixed(2)).join(" "),
    );
  }

  /** Whether there is room to read what the checks say. */
  get roomForChecks(): boolean {
    return this.shares.checks >= readingShare;
  }

  /** Makes room for the checks, or gives it back: for now, and not for the next visit. */
  makeRoomForChecks(wanted: boolean): void {
    if (wanted === this.roomForChecks) return;
    const checks = wanted ? readingShare : this.#usual.checks;
    const { editor, terminals } = this.shares;
    const scale = (100 - checks) / (editor + terminals);
    this.shares = {
      editor: editor * scale,
      terminals: terminals * scale,
      checks,
    };
  }

  /** Back to the usual shares. */
  reset(): void {
    this.shares = this.#usual;
    writeStored(storageKey, null);
  }
}
