import { z } from "./zod.ts";
import { name } from "./manifest.ts";

/** How strongly the programs of a lab are kept apart from the machine, strongest first. */
export const isolationLevel = z.enum(["isolated", "namespaced", "none"]);
export type IsolationLevel = z.infer<typeof isolationLevel>;

/** What one program did during a check, for a student to read. */
export const evidence = z.strictObject({
  /** The terminal that runs this program in the lesson, such as `consumer-1`. */
  program: z.string(),
  /** The command that was started, such as `node consumer.ts 1`. */
  command: z.string(),
  /** The end of what it printed, control characters escaped. */
  transcript: z.string(),
  /** How it ended, such as `exited 0`, or `still running`. */
  ending: z.string(),
});
export type Evidence = z.infer<typeof evidence>;

/** What came of one check. */
export const checkResult = z.strictObject({
  /** The check's id in the manifest. */
  id: name,
  /**
   * `pass`, `fail`: what the check decided. `timeout`: it waited in vain for a program, which the message names.
   * `skipped`: it did not run. `error`: the grader itself broke, which never costs the student points.
   */
  status: z.enum(["pass", "fail", "timeout", "skipped", "error"]),
  /** Points earned. */
  points: z.number().min(0),
  /** Points it is worth. */
  maximum: z.number().min(0),
  /** What was wrong, in a sentence or two for the student. Empty when it passed. */
  message: z.string(),
  /** What should have been seen, where that can be said in a line. */
  expected: z.string().nullable(),
  /** What was seen instead. */
  seen: z.string().nullable(),
  /** The terminal whose program the message is about. */
  program: z.string().nullable(),
  /** What to look at next. */
  tryNext: z.string().nullable(),
  /** Whether a program of the student could not even be started: hints would be about something else. */
  unstarted: z.boolean().default(false),
  /** What the programs printed during the check. */
  evidence: z.array(evidence),
  /** How long the check took, in seconds. */
  seconds: z.number().min(0),
});
export type CheckResult = z.infer<typeof checkResult>;

/** A secret from which every random value of a grading run follows: replay it with `--seed`. */
export const seed = z.int().min(0).max(0xffff_ffff);

/** The outcome of grading one submission: the one shape behind the button, the command line and every export. */
export const gradingResult = z.strictObject({
  /** The version of this shape. */
  schemaVersion: z.literal(1),
  /** The lab, and a hash of its manifest, programs and grader (SHA-256, hexadecimal). */
  lab: z.strictObject({ id: name, hash: z.string() }),
  /** A hash of the submitted files (SHA-256, hexadecimal); null when they could not be read. */
  submission: z.strictObject({ hash: z.string().nullable() }),
  /** The seed of the run. */
  seed,
  /** The level at which the submission's programs ran. */
  isolation: isolationLevel,
  /** What it ran on. */
  versions: z.strictObject({
    course: z.string(),
    node: z.string(),
    zeromq: z.string(),
  }),
  /**
   * `pass`: every check passed. `fail`: at least one did not. `ungradable`: the submission's files could not be
   * graded at all. `error`: the grader or the machine failed.
   */
  status: z.enum(["pass", "fail", "ungradable", "error"]),
  /** Points earned. */
  points: z.number().min(0),
  /** Points there are. */
  maximum: z.number().min(0),
  /** One result for each check of the manifest, in its order. */
  checks: z.array(checkResult),
  /** Why there is no verdict, for `ungradable` and `error`: what happened and what to do. */
  problem: z
    .strictObject({ message: z.string(), hint: z.string().nullable() })
    .nullable(),
  /** When grading began, in ISO 8601. */
  startedAt: z.iso.datetime(),
  /** How long it took, in seconds. */
  seconds: z.number().min(0),
});
export type GradingResult = z.infer<typeof gradingResult>;
