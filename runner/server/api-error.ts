import { LabsError, type ApiError } from "#contract";

/** What a page is told about an error: only what was written for students. Everything else is for the log. */
export function toApiError(error: unknown): ApiError {
  if (error instanceof LabsError && error.learnerSafe)
    return {
      code: error.code,
      message: error.message,
      hint: error.hint ?? null,
    };
  return {
    code: "internal",
    message: "Something went wrong in the runner. Nothing of yours was lost.",
    hint: "Try again; the terminal in which it was started says more.",
  };
}

/** The status of an answer that tells this error: 404 for what is not there. */
export function statusOf(error: unknown): 404 | 500 {
  const missing =
    error instanceof LabsError &&
    (error.code === "lab-unknown" || error.code === "file-unknown");
  return missing ? 404 : 500;
}

/** Whether an error is worth a line in the log: what a student was told in full is not. */
export function isUnexpected(error: unknown): boolean {
  return !(error instanceof LabsError && error.learnerSafe);
}

/** An error with all that led to it, for the log. */
export function inFull(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const text = error.stack ?? error.message;
  return error.cause === undefined
    ? text
    : `${text}\nbecause of ${inFull(error.cause)}`;
}
