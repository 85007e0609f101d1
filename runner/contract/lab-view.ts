import { localizedText } from "./localized.ts";
import { fileName, name } from "./manifest.ts";
import { gradingResult, isolationLevel } from "./result.ts";
import { z } from "./zod.ts";

/** The largest text of one student file, in bytes. */
export const maxFileBytes = 256 * 1024;

/** What a terminal's shell is doing, as its shell-integration marks tell. */
export const terminalState = z.discriminatedUnion("is", [
  /** The shell waits; nothing has run in it yet, or what was suspended in it has gone. */
  z.strictObject({ is: z.literal("idle") }),
  /** A command runs. */
  z.strictObject({ is: z.literal("running"), command: z.string() }),
  /** The last command ended by itself, with this exit code. */
  z.strictObject({
    is: z.literal("exited"),
    command: z.string(),
    code: z.int(),
  }),
  /** The last command was ended by Ctrl+C. */
  z.strictObject({ is: z.literal("interrupted"), command: z.string() }),
  /** The last command was suspended by Ctrl+Z: it still holds its ports. */
  z.strictObject({ is: z.literal("suspended"), command: z.string() }),
  /** The shell itself has ended; `reopen` starts a new one. */
  z.strictObject({ is: z.literal("closed"), reason: z.string() }),
]);
export type TerminalState = z.infer<typeof terminalState>;

/** A program that holds a port which another program wants. */
export const portHolder = z.strictObject({
  port: z.int(),
  /** Its process id as programs of the lab see it; null when it is another user's. */
  pid: z.int().nullable(),
  /** Its command line; null when it is another user's. */
  command: z.string().nullable(),
  /** The terminal from which it was started; null when it is not known, or none. */
  terminal: name.nullable(),
  /** Whether it is suspended. */
  suspended: z.boolean(),
  /** Whether it belongs to the lab, so that it may be ended from the page. */
  inside: z.boolean(),
});
export type PortHolder = z.infer<typeof portHolder>;

/** What is to be known about a terminal beside its state. */
export const terminalNotes = z.strictObject({
  /** The commands that are suspended in it: they do nothing, and hold their ports. */
  suspended: z.array(z.string()),
  /** Who holds the ports that its last program could not get, or that the next one will want. */
  held: z.array(portHolder),
  /** Whether Run was asked for and waits until the ports are free. */
  waits: z.boolean(),
  /** The files that were changed since what runs in it was started from them. */
  changed: z.array(z.string()),
});
export type TerminalNotes = z.infer<typeof terminalNotes>;

/** The notes of a terminal about which there is nothing to say. */
export const noNotes: TerminalNotes = {
  suspended: [],
  held: [],
  waits: false,
  changed: [],
};

/** What the last program of a terminal died of, where that can be explained. */
export const programTrouble = z.strictObject({
  /** The error in a line, with its place. */
  error: z.string(),
  /** The line of the student's files that it names. */
  place: z.strictObject({ file: fileName, line: z.int().min(1) }).nullable(),
  /** What it means and what to do. */
  explanation: localizedText,
});
export type ProgramTrouble = z.infer<typeof programTrouble>;

/** The version of a file that was deleted on disk: its text is empty, and a save based on it brings the file back. */
export const missingVersion = "missing";

/** The version of a file that is no ordinary text: its text says why, and it cannot be edited. */
export const unreadableVersion = "unreadable";

/** One of the lab's files as the editor shows it. */
export const labFile = z.strictObject({
  /** Its name in the manifest. */
  name: fileName,
  /** Its text. */
  text: z.string(),
  /** A hash of the text, `missing` or `unreadable`: a save names the version it was made from. */
  version: z.string(),
  /** Whether the student edits it. */
  editable: z.boolean(),
});
export type LabFile = z.infer<typeof labFile>;

/** A copy of the student's files from before they were replaced. */
export const snapshot = z.strictObject({
  id: z.string(),
  /** What replaced them afterwards. */
  reason: z.enum(["reset", "restore"]),
  /** When it was kept, in ISO 8601. */
  at: z.iso.datetime(),
});
export type Snapshot = z.infer<typeof snapshot>;

/** The snapshots of a lab, newest first. */
export const snapshotList = z.array(snapshot);

/** The texts of a snapshot. What was no ordinary text then is not among them. */
export const snapshotFiles = z.array(
  z.strictObject({
    /** Its name in the manifest. */
    name: fileName,
    text: z.string(),
  }),
);
export type SnapshotFiles = z.infer<typeof snapshotFiles>;

/** What a student has done in one lab. */
export const labProgress = z.strictObject({
  /** How often the work was checked. */
  attempts: z.int().min(0),
  /** The last outcome, in full. */
  lastResult: gradingResult.nullable(),
  /** The checks that have ever passed. */
  passed: z.array(name),
  /** The lesson steps that are done: ticked by hand, or by a check that passed. */
  steps: z.array(name),
  /** The choice made at each question, by its id. */
  answers: z.record(name, z.int().min(0)),
  /** How many hints are shown for each check. */
  hints: z.record(name, z.int().min(0)),
});
export type LabProgress = z.infer<typeof labProgress>;

/** How the lab's programs are kept apart from the machine, and why not better. */
export const isolation = z.strictObject({
  level: isolationLevel,
  /** What keeps this machine from a stronger level; null at the strongest. */
  reason: z.string().nullable(),
  /** The command or step that would give a stronger level; null where there is none. */
  remedy: z.string().nullable(),
});
export type Isolation = z.infer<typeof isolation>;
