import { z } from "./zod.ts";

/**
 * Recordings of a terminal in the format asciicast v2 (docs.asciinema.org/manual/asciicast/v2): a header in the first line, then an event
 * a line. Any player of the format plays them.
 */

const header = z.strictObject({
  version: z.literal(2),
  /** The terminal's size at the beginning, in characters. */
  width: z.int().min(1),
  height: z.int().min(1),
  /** When the clock of the events stood at 0, in seconds since the epoch. */
  timestamp: z.int().min(0),
  title: z.string(),
  env: z.strictObject({ TERM: z.string() }),
});
export type CastHeader = z.infer<typeof header>;

/**
 * What happened: `o` the terminal put out a text, `r` it got the size `COLUMNSxROWS`, `m` a marker. What was typed (`i`) is never
 * recorded: it may be a password.
 */
const event = z.union([
  z.tuple([z.number().min(0), z.enum(["o", "m"]), z.string()]),
  z.tuple([z.number().min(0), z.literal("r"), z.string().regex(/^\d+x\d+$/)]),
]);

/** An event: when, in seconds; what; and its text. */
export type CastEvent = [time: number, what: "o" | "r" | "m", text: string];

/** One terminal's recording. The times of its events never go back. */
export interface Cast {
  header: CastHeader;
  events: CastEvent[];
}

/** Writes a recording as the text of a `.cast` file. */
export function encodeCast({ header, events }: Cast): string {
  return [header, ...events]
    .map((line) => `${JSON.stringify(line)}\n`)
    .join("");
}

/** Reads the text of a `.cast` file as `encodeCast` writes it; null when it is anything else. */
export function parseCast(text: string): Cast | null {
  if (!text.endsWith("\n")) return null;
  const [first, ...rest] = text.slice(0, -1).split("\n").map(parseLine);
  const head = header.safeParse(first);
  const events = z.array(event).safeParse(rest);
  if (!head.success || !events.success) return null;
  const goesBack = events.data.some(
    ([time], index) => time < (events.data[index - 1]?.[0] ?? 0),
  );
  return goesBack ? null : { header: head.data, events: events.data };
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
