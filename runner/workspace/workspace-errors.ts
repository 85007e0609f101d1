import { LabsError, maxFileBytes } from "#contract";

/** A name that the lab has not. */
export function unknownFile(message: string): LabsError {
  return new LabsError("file-unknown", message, { learnerSafe: true });
}

/** A text over the limit. */
export function tooLarge(name: string): LabsError {
  return new LabsError(
    "too-large",
    `${name} is larger than ${maxFileBytes / 1024} KiB and was not saved.`,
    {
      hint: "Shorten it: the lab's programs are a page or two long.",
      learnerSafe: true,
    },
  );
}

/** On disk is something that a save must not replace. */
export function notReplaceable(name: string, why: string): LabsError {
  return new LabsError(
    "conflict",
    `${name} was not saved: what is on disk ${why}.`,
    {
      hint: "Move it away, or reset the lab, which keeps it in a snapshot.",
      learnerSafe: true,
    },
  );
}

/** Turns an error of the file system into one that a student can act on; ours pass unchanged. */
export function explainStorage(error: unknown): never {
  if (error instanceof LabsError) throw error;
  const full =
    error instanceof Error &&
    "code" in error &&
    (error.code === "ENOSPC" || error.code === "EDQUOT");
  throw new LabsError(
    "storage-failed",
    full
      ? "The disk is full: nothing was saved."
      : "The file could not be read or written.",
    {
      hint: full
        ? "Free some space, then save again."
        : "Look at the permissions of the folder `workspace`.",
      learnerSafe: true,
      cause: error,
    },
  );
}
