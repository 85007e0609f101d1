/** What a `<Figures>` of a lesson shows, as the page carries it. */
export interface FiguresPlan {
  columns: { name: string; title: string }[];
  /** The columns that tell one row from another. */
  keys: string[];
  /** Lines that carry figures: the groups of `line`, a pattern's source, name columns. */
  read: { terminal: string; line: string }[];
  /** The keys of rows that stand there before anything has run. */
  rows: string[][];
  plot?: FiguresPlot | undefined;
}

/** Two columns of numbers as lines, one for each value of `series`. */
export interface FiguresPlot {
  x: string;
  y: string;
  series: string;
  /** Whether both axes are spaced by powers of ten. */
  log?: boolean;
}

/** What is known of one row, by column. */
export type FiguresRow = Readonly<Record<string, string>>;

/** The rows that stand there before anything has run. */
export function emptyRows({ keys, rows }: FiguresPlan): FiguresRow[] {
  return rows.map((values) =>
    Object.fromEntries(keys.map((key, index) => [key, values[index] ?? ""])),
  );
}

/**
 * `rows` with what the lines of a terminal's text say. What a line does not say of its row stays, so that several programs fill
 * one row together, and nothing goes when a terminal is cleared.
 */
export function readFigures(
  { keys, read }: FiguresPlan,
  rows: readonly FiguresRow[],
  terminal: string,
  text: string,
): FiguresRow[] {
  const filled = [...rows];
  const patterns = read
    .filter((each) => each.terminal === terminal)
    .map(({ line }) => new RegExp(line));
  for (const line of text.split("\n"))
    for (const pattern of patterns) {
      const groups = pattern.exec(line)?.groups;
      if (groups) put(filled, keys, definedOf(groups));
    }
  return filled;
}

/** A number as programs print it, `1,234.5` too; NaN for anything else. */
export function numberOf(value: string | undefined): number {
  return value === undefined || value === ""
    ? NaN
    : Number(value.replaceAll(/[,_ ]/g, ""));
}

function put(rows: FiguresRow[], keys: string[], found: FiguresRow): void {
  const index = rows.findIndex((row) =>
    keys.every((key) => row[key] === found[key]),
  );
  if (index === -1) rows.push(found);
  else rows[index] = { ...rows[index], ...found };
}

/** An optional group of a pattern may have matched nothing. */
function definedOf(groups: Record<string, string | undefined>): FiguresRow {
  return Object.fromEntries(
    Object.entries(groups).filter(
      (entry): entry is [string, string] => entry[1] !== undefined,
    ),
  );
}
