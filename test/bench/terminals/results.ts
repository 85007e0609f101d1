import type { Figures } from "./metrics/typing.ts";
import { median } from "./statistics.ts";

const { compare: byName } = new Intl.Collator("en", { numeric: true });

/** What was measured: by figure, by who was measured, one value for each repetition. */
export class Results {
  readonly #values = new Map<string, Map<string, number[]>>();

  add(contender: string, figures: Figures): void {
    for (const [figure, value] of Object.entries(figures)) {
      const row = this.#values.get(figure) ?? new Map<string, number[]>();
      this.#values.set(figure, row);
      row.set(contender, [...(row.get(contender) ?? []), value]);
    }
  }

  /** In alphabetical order: they were measured in another one in each run. */
  get figures(): string[] {
    return [...this.#values.keys()].sort(byName);
  }

  /** Our own first, then in alphabetical order. */
  get contenders(): string[] {
    const names = new Set(
      [...this.#values.values()].flatMap((row) => [...row.keys()]),
    );
    const isOurs = (name: string) => name.startsWith("runner");
    return [...names].sort(
      (one, other) =>
        Number(isOurs(other)) - Number(isOurs(one)) || byName(one, other),
    );
  }

  /** NaN when it was not measured. */
  median(figure: string, contender: string): number {
    return median(this.#values.get(figure)?.get(contender) ?? []);
  }

  toJSON(): unknown {
    return Object.fromEntries(
      [...this.#values].map(([figure, row]) => [
        figure,
        Object.fromEntries(row),
      ]),
    );
  }
}
