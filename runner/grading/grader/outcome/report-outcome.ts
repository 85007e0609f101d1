import { inspect } from "node:util";
import { onPrintedPromise, printedPromise, type Evidence } from "#contract";
import {
  errorOf,
  mendFirst,
  neverStarted,
} from "../programs/describe-program.ts";
import { adviceOn } from "./advice-on.ts";
import { escapeControls } from "../../channel/escape-controls.ts";
import {
  CheckFailure,
  CheckSkipped,
  CheckTimeout,
  type Explanation,
} from "./failures.ts";
import type { CheckOutcome } from "../../channel/check-outcome.ts";
import type { StartedProgram } from "../programs/started-program.ts";

/** Lines and characters of a transcript, and of one line, that are kept as evidence: its end, where the trouble is. */
const kept = { lines: 40, characters: 4000, line: 400 } as const;

/** How many programs of one check are shown. */
const mostPrograms = 32;

/** The outcome of a check that passed, or of one that threw `error`. */
export function reportOutcome(
  id: string,
  end: { passed: true } | { passed: false; error: unknown },
  programs: readonly StartedProgram[],
  seconds: number,
): CheckOutcome {
  const description = end.passed ? nothingWrong : describeError(end.error);
  return {
    id,
    ...withErrorsFirst(description, programs),
    evidence: programs.slice(0, mostPrograms).map(evidenceOf),
    seconds,
  };
}

/**
 * What the programs' own errors say goes before all else: beside a program that did not start, or that prints promises, advice on
 * sockets would be about another defect.
 */
function withErrorsFirst(
  description: Description,
  programs: readonly StartedProgram[],
): Description {
  if (description.status !== "fail" && description.status !== "timeout")
    return description;
  const unstarted = programs.find((program) =>
    neverStarted(program, program.files),
  );
  if (unstarted) {
    const { terminal, lines, files } = unstarted;
    return {
      ...description,
      ...explanationOf({
        program: terminal,
        tryNext: adviceOn(lines, files) ?? mendFirst,
      }),
      message: shown(
        `${errorOf(unstarted, files) ?? ""}. It did not start.`,
        2000,
      ),
      unstarted: true,
    };
  }
  const promising = programs.find(
    ({ failed, lines }) =>
      !failed && lines.some((line) => printedPromise.test(line)),
  );
  if (!promising) return description;
  return {
    ...description,
    program: promising.terminal,
    tryNext: onPrintedPromise.en,
  };
}

type Description = Omit<CheckOutcome, "id" | "evidence" | "seconds">;

const nothingWrong: Description = {
  status: "pass",
  message: "",
  expected: null,
  seen: null,
  program: null,
  tryNext: null,
  unstarted: false,
  trouble: null,
};

function describeError(error: unknown): Description {
  if (error instanceof CheckFailure)
    return {
      ...explanationOf(error.explanation),
      status: error instanceof CheckTimeout ? "timeout" : "fail",
      message: shown(error.message, 2000),
      trouble: null,
    };
  if (error instanceof CheckSkipped)
    return { ...nothingWrong, status: "skipped", message: error.message };
  if (isAssertionError(error)) return describeAssertion(error);
  return {
    ...nothingWrong,
    status: "error",
    message: "The check itself broke. This says nothing about your work.",
    trouble: (error instanceof Error
      ? (error.stack ?? error.message)
      : String(error)
    ).slice(0, 20_000),
  };
}

/** What `expect` of Vitest throws. */
interface AssertionLike extends Error {
  expected?: unknown;
  actual?: unknown;
  explanation?: Explanation;
}

function isAssertionError(error: unknown): error is AssertionLike {
  return (
    error instanceof Error &&
    (error.name === "AssertionError" ||
      error.constructor.name === "JestExtendError")
  );
}

function describeAssertion(error: AssertionLike): Description {
  const compares =
    "expected" in error && "actual" in error && error.expected !== undefined;
  const expected = compares ? value(error.expected) : undefined;
  const seen = compares ? value(error.actual) : undefined;
  // Vitest writes "<the author's text>: expected … to be … // Object.is equality".
  const message = error.message.replace(/ \/\/ Object\.is equality$/, "");
  const lead = /^(?<text>.+?): expected .* to /s.exec(message)?.groups?.[
    "text"
  ];
  return {
    ...explanationOf({
      ...error.explanation,
      ...(expected && { expected }),
      ...(seen && { seen }),
    }),
    status: "fail",
    message: shown(
      lead && expected && seen
        ? `${lead}: expected ${expected}, but saw ${seen}.`
        : message,
      2000,
    ),
    trouble: null,
  };
}

function explanationOf(explanation: Explanation) {
  const line = (text: string | undefined) =>
    text === undefined ? null : shown(text, 500);
  return {
    expected: line(explanation.expected),
    seen: line(explanation.seen),
    program: explanation.program ?? null,
    tryNext: line(explanation.tryNext),
    unstarted: false,
  };
}

/** A compared value in a line: texts quoted, everything else as Node's console shows it. */
function value(of: unknown): string {
  if (typeof of === "string") return shown(JSON.stringify(of), 300);
  return shown(
    inspect(of, { breakLength: Infinity, depth: 4, maxArrayLength: 40 }),
    300,
  );
}

function shown(text: string, longest: number): string {
  const safe = escapeControls(text);
  return safe.length > longest ? `${safe.slice(0, longest - 1)}…` : safe;
}

function shorten(line: string): string {
  return line.length > kept.line ? `${line.slice(0, kept.line)}…` : line;
}

function evidenceOf(program: StartedProgram): Evidence {
  const lines = program.transcript.split("\n").map(shorten);
  const tail = lines.slice(-kept.lines).join("\n").slice(-kept.characters);
  return {
    program: program.terminal,
    command: escapeControls(program.command),
    transcript: escapeControls(tail),
    ending: program.ending.replace(/^(is|was) /, ""),
  };
}
