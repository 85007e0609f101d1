import { LabsError, type ErrorCode } from "#contract";
import type { Output } from "./output.ts";

/** Errors that the caller of the command can mend; all others are the course's or the machine's. */
const callersOwn: readonly ErrorCode[] = [
  "usage",
  "lab-unknown",
  "terminal-unknown",
  "file-unknown",
  "check-unknown",
  "submission-ungradable",
];

/** Says what happened and what to do, and gives the exit code: 2 for wrong usage, 3 for everything else. */
export function reportFailure(error: unknown, output: Output): 2 | 3 {
  if (error instanceof LabsError) {
    output.note(`labs: ${error.message}`);
    if (error.hint) output.note(error.hint);
    if (process.env["LABS_DEBUG"] && error.cause !== undefined)
      output.note(String(describe(error.cause)));
    return callersOwn.includes(error.code) ? 2 : 3;
  }
  output.note(
    `labs: something went wrong that should not: ${error instanceof Error ? error.message : String(error)}`,
  );
  output.note(
    "This is a defect of ZeroMQ Labs. Run the command again with LABS_DEBUG=1 and report what it prints.",
  );
  if (process.env["LABS_DEBUG"]) output.note(String(describe(error)));
  return 3;
}

function describe(error: unknown): unknown {
  return error instanceof Error ? (error.stack ?? error.message) : error;
}
