/**
 * What can go wrong, as stable codes. Programs tell errors apart by code, never by text.
 *
 * - `usage`: the command line or a request does not fit its form
 * - `lab-unknown`, `terminal-unknown`, `file-unknown`, `check-unknown`: a name that the manifest does not have
 * - `manifest-invalid`: an author's `lab.ts` or its files do not fit the contract
 * - `submission-ungradable`: files are missing, too large or not files at all
 * - `grader-broken`: the author's grader threw, hung or reported nonsense
 * - `sandbox-unavailable`: no sandbox of the level asked for can be made on this machine
 * - `sandbox-ended`: the lab's sandbox went away under its programs
 * - `conflict`: a file changed in two places
 * - `too-large`: a file, frame or body over its limit
 * - `forbidden`: wrong token, Host or Origin
 * - `busy`: the same work is already under way
 * - `port-in-use`, `storage-failed`, `site-missing`: the machine or the installation
 * - `internal`: a defect of ours
 */
export type ErrorCode =
  | "usage"
  | "lab-unknown"
  | "terminal-unknown"
  | "file-unknown"
  | "check-unknown"
  | "manifest-invalid"
  | "submission-ungradable"
  | "grader-broken"
  | "sandbox-unavailable"
  | "sandbox-ended"
  | "conflict"
  | "too-large"
  | "forbidden"
  | "busy"
  | "port-in-use"
  | "storage-failed"
  | "site-missing"
  | "internal";

/** What a {@link LabsError} may carry besides its message. */
export interface LabsErrorOptions {
  /** What to do next, in one sentence. */
  hint?: string;
  /** Whether message and hint may be shown to a student. Default false. */
  learnerSafe?: boolean;
  /** What led to it: for the log, never for a student. */
  cause?: unknown;
}

/** The one error class: its message says what happened and why, its hint what to do. */
export class LabsError extends Error {
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  readonly learnerSafe: boolean;

  constructor(
    code: ErrorCode,
    message: string,
    options: LabsErrorOptions = {},
  ) {
    super(
      message,
      options.cause === undefined ? undefined : { cause: options.cause },
    );
    this.name = "LabsError";
    this.code = code;
    this.hint = options.hint;
    this.learnerSafe = options.learnerSafe ?? false;
  }
}
