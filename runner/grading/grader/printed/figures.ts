import type { Figures, FiguresWait } from "../../author/values.ts";
import { CheckTimeout } from "../outcome/failures.ts";
import { describeValues, numberInLine, valueInLine } from "./printed-values.ts";
import type { StartedProgram } from "../programs/started-program.ts";

/** Waits until the figures that `program` has printed last, for each name, are enough. */
export function awaitFigures<K extends string>(
  program: StartedProgram,
  of: string,
  keys: readonly K[],
  { enough, what }: FiguresWait<K>,
): Promise<Figures<K>> {
  const figures = new Map<string, Record<K, number>>();
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
        figures.set(name, Object.fromEntries(entries) as Record<K, number>);
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
      inVain: (seconds) =>
        new CheckTimeout(
          figures.size === 0
            ? `${should}, but it printed none within ${seconds} s. ${program.howItStands()}`
            : `${but()}, and no more came within ${seconds} s.`,
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

/** All figures in a line. */
function described(of: string, figures: Figures<string>): string {
  return [...figures]
    .map(([name, values]) => describeValues({ [of]: name, ...values }))
    .join("; ");
}
