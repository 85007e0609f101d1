import type {
  CheckLab,
  Fields,
  FieldTypes,
  WaitFor,
} from "../../author/lab.ts";
import type { Program } from "../../author/program.ts";
import { escapeControls } from "../../channel/escape-controls.ts";
import { CheckFailure } from "../outcome/failures.ts";

/** The ways to receive a message of a known form; another form is the submission's failure. */
export function createTypedReceive(
  receive: CheckLab["receive"],
): Pick<CheckLab, "receiveText" | "receiveJson"> {
  const receiveText: CheckLab["receiveText"] = async (socket, wait) => {
    const frames = await receive(socket, wait);
    return textOf(frames, wait, "one frame of text");
  };
  return {
    receiveText,
    async receiveJson(socket, wait) {
      const frames = await receive(socket, wait);
      const form = `a JSON object with ${describeFields(wait.fields)}`;
      const text = textOf(frames, wait, form);
      const value = parseJson(text);
      if (!hasFields(value, wait.fields))
        throw unexpected(wait, form, describeFrames(frames));
      return value;
    },
  };
}

function textOf(frames: Buffer[], wait: WaitFor, form: string): string {
  const [frame, ...more] = frames;
  const text = frame && more.length === 0 ? decode(frame) : null;
  if (text === null) throw unexpected(wait, form, describeFrames(frames));
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

function hasFields<F extends Fields>(
  value: unknown,
  fields: F,
): value is FieldTypes<F> {
  if (typeof value !== "object" || value === null) return false;
  const record = value as Record<string, unknown>;
  return Object.entries(fields).every(
    ([field, type]) => typeof record[field] === type,
  );
}

function describeFields(fields: Fields): string {
  return Object.entries(fields)
    .map(([field, type]) => `${field} (${type})`)
    .join(", ");
}

function unexpected(wait: WaitFor, form: string, seen: string): CheckFailure {
  const sources: readonly Program[] = Array.isArray(wait.from)
    ? wait.from
    : [wait.from as Program];
  const names = sources.map((program) => program.terminal).join(" or ");
  return new CheckFailure(
    `${wait.what[0]?.toUpperCase() ?? ""}${wait.what.slice(1)} from ${names} should be ${form}, but ${seen} came.`,
    {
      expected: form,
      seen,
      ...(seen.startsWith("[") && { tryNext: oneFrame }),
      ...(sources.length === 1 &&
        sources[0] && { program: sources[0].terminal }),
    },
  );
}

const oneFrame =
  "send() takes a list for one message of several frames. Send one text, and call send() once for each message.";

function describeFrames(frames: Buffer[]): string {
  const shown = frames.slice(0, 4).map((frame) => {
    const text = decode(frame.subarray(0, 120));
    return text === null
      ? `${frame.length} bytes`
      : escapeControls(JSON.stringify(text));
  });
  const more = frames.length > 4 ? ", …" : "";
  return frames.length === 1 ? shown.join("") : `[${shown.join(", ")}${more}]`;
}
