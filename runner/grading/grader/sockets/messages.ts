import type { Fields, FieldTypes } from "../../author/peer.ts";
import { escapeControls } from "../../channel/escape-controls.ts";
import { excerpt } from "../outcome/excerpt.ts";
import { CheckFailure } from "../outcome/failures.ts";
import type { StartedProgram } from "../programs/started-program.ts";

/** What was awaited, and of whom. */
interface Awaited {
  what: string;
  from: readonly StartedProgram[];
}

/** The text of a message; another form, or one without what it must include, is the submission's failure. */
export function textOf(
  frames: readonly Buffer[],
  awaited: Awaited & { includes: string | undefined; like: string | undefined },
): string {
  const text = decodeOne(frames, awaited, "one frame of text");
  const { includes, like } = awaited;
  if (includes === undefined || text.includes(includes)) return text;
  throw about(
    awaited,
    `should contain ${JSON.stringify(includes)}, but it does not.`,
    {
      expected: like ?? `a text with ${JSON.stringify(includes)}`,
      seen: text === "" ? "an empty message" : excerpt(text),
    },
  );
}

/** The object of a message in JSON; another form, or other values, are the submission's failure. */
export function jsonOf<F extends Fields>(
  frames: readonly Buffer[],
  awaited: Awaited & { fields: F },
): FieldTypes<F> {
  const { fields } = awaited;
  const form = `a JSON object with ${describeFields(fields)}`;
  const value = parseJson(decodeOne(frames, awaited, form));
  if (!isRecord(value)) throw unexpected(frames, awaited, form);
  const wrong = Object.entries(fields).find(
    ([field, wanted]) => typeof value[field] !== typeOf(wanted),
  );
  if (wrong) throw unexpected(frames, awaited, form);
  for (const [field, wanted] of Object.entries(fields))
    if (typeof wanted !== "function" && value[field] !== wanted)
      throw about(
        awaited,
        `should have ${field} ${JSON.stringify(wanted)}, but it has ${excerpt(JSON.stringify(value[field]))}.`,
        { expected: form, seen: excerpt(String(frames[0])) },
      );
  return value as FieldTypes<F>;
}

/** The fields of a message of one frame that is a JSON object; none of any other message. */
export function fieldsOf(frames: readonly Buffer[]): Record<string, unknown> {
  const value = frames.length === 1 ? parseJson(String(frames[0])) : undefined;
  return isRecord(value) ? value : {};
}

function decodeOne(
  frames: readonly Buffer[],
  awaited: Awaited,
  form: string,
): string {
  const [frame, ...more] = frames;
  const text = frame && more.length === 0 ? decode(frame) : null;
  if (text === null) throw unexpected(frames, awaited, form);
  return text;
}

function decode(frame: Buffer): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(frame);
  } catch {
    // Not UTF-8: the caller says what came instead.
    return null;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON: the caller says what came instead.
    return undefined;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

/** The type of a field, also where any value of it will do. */
function typeOf(wanted: Fields[string]): string {
  return typeof (typeof wanted === "function" ? wanted() : wanted);
}

function describeFields(fields: Fields): string {
  return Object.entries(fields)
    .map(([field, wanted]) =>
      typeof wanted === "function"
        ? `${field} (${typeOf(wanted)})`
        : `${field} ${JSON.stringify(wanted)}`,
    )
    .join(", ");
}

function unexpected(
  frames: readonly Buffer[],
  awaited: Awaited,
  form: string,
): CheckFailure {
  const seen = describeFrames(frames);
  return about(awaited, `should be ${form}, but ${seen} came.`, {
    expected: form,
    seen,
    ...(frames.length > 1 && { tryNext: oneFrame }),
  });
}

function about(
  { what, from }: Awaited,
  says: string,
  details: CheckFailure["explanation"],
): CheckFailure {
  const names = from.map((program) => program.terminal).join(" or ");
  const [only, ...others] = from;
  return new CheckFailure(
    `${what[0]?.toUpperCase() ?? ""}${what.slice(1)} from ${names} ${says}`,
    {
      ...(only && others.length === 0 && { program: only.terminal }),
      ...details,
    },
  );
}

const oneFrame =
  "send() takes a list for one message of several frames. Send one text, and call send() once for each message.";

function describeFrames(frames: readonly Buffer[]): string {
  const shown = frames.slice(0, 4).map((frame) => {
    const text = decode(frame.subarray(0, 120));
    return text === null
      ? `${frame.length} bytes`
      : escapeControls(JSON.stringify(text));
  });
  const more = frames.length > 4 ? ", …" : "";
  return frames.length === 1 ? shown.join("") : `[${shown.join(", ")}${more}]`;
}
