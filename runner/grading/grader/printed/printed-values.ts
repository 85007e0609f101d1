import type { About, Values } from "../../author/printed.ts";

/**
 * What a line says about `key`, read forgivingly: `sum 9`, `sum=9`, `Sum: 9`, `sum -> 9`, `consumer #1`,
 * `consumer-1`, `"sum":9`, `sum: '9'`. Null when it does not name the key, or names it with different values: a line
 * that lists many values matches none.
 */
export function valueInLine(line: string, key: string): string | null {
  const found = new Set(
    [...line.matchAll(patternOf(key))].map(
      (match) => match[1] ?? match[2] ?? "",
    ),
  );
  const [value] = found;
  return found.size === 1 && value !== undefined ? value : null;
}

/** Whether a line gives `key` this value. Numbers are compared as numbers, texts without regard to case. */
export function lineHas(
  line: string,
  key: string,
  value: string | number | About,
): boolean {
  const printed = valueInLine(line, key);
  if (printed === null) return false;
  if (typeof value === "string")
    return printed.toLowerCase() === value.toLowerCase();
  const { about, within } =
    typeof value === "number" ? { about: value, within: 0 } : value;
  const number = toNumber(printed);
  return number === about || Math.abs(number - about) < within;
}

/** Whether a line gives all these values. */
export function lineHasAll(line: string, values: Values): boolean {
  return Object.entries(values).every(([key, value]) =>
    lineHas(line, key, value),
  );
}

/** The number that a line gives `key`; NaN when it gives none. */
export function numberInLine(line: string, key: string): number {
  return toNumber(valueInLine(line, key) ?? "");
}

/** Values as a line of them would read: `consumer 1  count 3  sum 9`. */
export function describeValues(values: Values): string {
  return Object.entries(values)
    .map(([key, value]) =>
      typeof value === "object"
        ? `${key} ${value.about.toFixed(1)}`
        : `${key} ${value}`,
    )
    .join("  ");
}

function toNumber(text: string): number {
  // Degrees are what the lessons measure.
  const plain = text.replaceAll(",", "");
  const [, number] = /^([+-]?\d+(?:\.\d+)?)(?:°[CF]?)?$/.exec(plain) ?? [];
  return Number(number ?? Number.NaN);
}

/** Group 1: a value behind a separator. Group 2: a number that stands directly behind the key, as in `consumer-1`. */
function patternOf(key: string): RegExp {
  const name = key.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const separator = `(?:["']?\\s*(?:->|=>|[:=#→])\\s*#?|\\s+is\\s+|\\s+#?)`;
  const thousands = `[+-]?\\d{1,3}(?:,\\d{3})+(?!\\d)`;
  const value = `["']?(${thousands}|[^\\s"',;:=#|(){}\\[\\]]+?)[.]?(?=$|[\\s"',;:=#|(){}\\[\\]])`;
  return new RegExp(
    `(?<![\\p{L}\\p{N}_])${name}(?:${separator}${value}|[-_]?(\\d+)(?![\\p{L}\\p{N}_.]))`,
    "giu",
  );
}
