import { LabsError } from "#contract";

/** What keeps a lab from being finished. The other labs are not concerned. */
export interface Problem {
  /** The lab that must be mended: a folder in `labs/`, or the name of a lesson without one. */
  lab: string;
  /** What is wrong, with file and field, and what to do. Its code is `manifest-invalid`. */
  error: LabsError;
}

/** A problem in a file, which is named from the checkout. */
export function problemIn(
  lab: string,
  file: string,
  problem: string,
  hint: string,
): Problem {
  const message = `${file}: ${problem}`;
  return { lab, error: new LabsError("manifest-invalid", message, { hint }) };
}
