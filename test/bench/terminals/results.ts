import type { Figures } from "./metrics/typing.ts";
import { median } from "./statistics.ts";

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

  get figures(): string[] {
    return [...this.#values.keys()];
  }

  get contenders(): string[] {
    return [
      ...new Set([...this.#values.values()].flatMap((row) => [...row.keys()])),
    ];
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
