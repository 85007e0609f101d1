import type { Figures, FiguresWait } from "../../author/printed.ts";
import { CheckTimeout } from "../outcome/failures.ts";
import type { ObservedProgram } from "../programs/observed-program.ts";
import { describeValues, numberInLine, valueInLine } from "./printed-values.ts";

/** Waits until the figures that `program` has printed of all names are enough. */
export function awaitFigures<K extends string>(
  program: ObservedProgram,
  of: string,
  keys: readonly K[],
  { enough, what }: FiguresWait<K>,
): Promise<Figures<K>> {
  const figures = new Map<string, Record<K, number>[]>();
  const { terminal } = program;
  const should = `${terminal} should print ${what}`;
  const but = () => `${should}, but the last are: ${described(of, figures)}`;
  return program.awaitOutput(
    (newLines) => {
      for (const line of newLines) {
        const name = valueInLine(line, of)?.toLowerCase();
        const values = keys.map((key) => numberInLine(line, key));
        if (name === undefined || values.some(Number.isNaN)) continue;
        const entries = keys.map((key, index) => [key, values[index]]);
        const row = Object.fromEntries(entries) as Record<K, number>;
        figures.set(name, [...(figures.get(name) ?? []), row]);
        if (enough(figures)) return figures;
      }
      return null;
    },
    {
      what,
      ended: () =>
        figures.size === 0
          ? program.failure(`${should}, but it ${program.ending} before that`)
          : program.failure(but()),
      inVain: (end) =>
        new CheckTimeout(
          figures.size === 0
            ? `${should}, but it printed none${end}. ${program.howItStands()}`
            : `${but()}, and no more came${end}.`,
          {
            program: terminal,
            expected: what,
            seen:
              figures.size === 0 ? program.lastLine() : described(of, figures),
          },
        ),
    },
  );
}

/** The last figures of each name, in a line. */
function described(of: string, figures: Figures<string>): string {
  return [...figures]
    .map(([name, rows]) => describeValues({ [of]: name, ...rows.at(-1) }))
    .join("; ");
}
