import { z } from "./zod.ts";
import { fileName, name } from "./manifest.ts";
import { checkResult, gradingResult, isolationLevel } from "./result.ts";

/** The version of the protocol; a page of another version is told to reload. */
export const protocolVersion = 1;

/** The largest text of one student file, in bytes. */
export const maxFileBytes = 256 * 1024;

/** How far a viewer may lag behind a terminal before it skips ahead, and where it is let in again, in bytes. */
export const viewerWindow = { high: 384 * 1024, low: 128 * 1024 } as const;

/** A viewer acknowledges what it has drawn each time it has drawn this many bytes more. */
export const acknowledgeEvery = 64 * 1024;

const size = {
  columns: z.int().min(2).max(500),
  rows: z.int().min(1).max(300),
};
const sequence = z.number().int().min(0);

/** What a terminal's shell is doing, as its shell-integration marks tell. */
export const terminalState = z.discriminatedUnion("is", [
  /** The shell waits; nothing has run in it yet. */
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

const terminal = { terminal: name };

/** What a page says. Bytes typed travel in binary frames. */
export const clientMessage = z.discriminatedUnion("type", [
  /**
   * First of all: for each terminal this page already shows, how many bytes of it it has. `run` is the id of the
   * terminals' run that they belong to (see `welcome`), or null for a new page.
   */
  z.strictObject({
    type: z.literal("hello"),
    protocol: z.int(),
    run: z.string().nullable(),
    terminals: z.array(z.strictObject({ ...terminal, sequence })).max(16),
  }),
  /** A terminal's pane has this size now. */
  z.strictObject({ type: z.literal("resize"), ...terminal, ...size }),
  /** Everything before this sequence number has been drawn. */
  z.strictObject({ type: z.literal("acknowledge"), ...terminal, sequence }),
  /** Type the command of this terminal's program into its shell. */
  z.strictObject({ type: z.literal("run"), ...terminal }),
  /** Stop what runs in it: Ctrl+C, and more firmly if that does not help. */
  z.strictObject({ type: z.literal("stop"), ...terminal }),
  /** Stop all, then run all terminals' programs in start order, each when the one before is ready. */
  z.strictObject({ type: z.literal("run-all") }),
  z.strictObject({ type: z.literal("stop-all") }),
  /** Type this text into a terminal, as a prose button does. */
  z.strictObject({
    type: z.literal("type"),
    ...terminal,
    text: z.string().max(4096),
  }),
  /** Start a new shell in a terminal whose shell has ended. */
  z.strictObject({ type: z.literal("reopen"), ...terminal }),
  /** Save a file that was edited starting from the version `base`. */
  z.strictObject({
    type: z.literal("save"),
    name: fileName,
    text: z.string(),
    base: z.string(),
  }),
  /** Bring back the starter files; what was there is kept as a snapshot. */
  z.strictObject({ type: z.literal("reset") }),
  /** Bring back a snapshot; what was there is kept as another. */
  z.strictObject({ type: z.literal("restore"), snapshot: z.string() }),
  /** Check my work. */
  z.strictObject({ type: z.literal("check") }),
  z.strictObject({ type: z.literal("cancel-check") }),
  /** The student's choice at a question. */
  z.strictObject({
    type: z.literal("answer"),
    question: name,
    choice: z.int().min(0).max(20),
  }),
  /** A step ticked or unticked by hand. */
  z.strictObject({ type: z.literal("step"), step: name, done: z.boolean() }),
  /** One more hint of this check is wanted. */
  z.strictObject({ type: z.literal("hint"), check: name }),
]);
export type ClientMessage = z.infer<typeof clientMessage>;

/** What the runner says. Terminal output travels in binary frames. */
export const serverMessage = z.discriminatedUnion("type", [
  /** The answer to `hello`: everything a page needs to show the lab as it is now. */
  z.strictObject({
    type: z.literal("welcome"),
    /** Changes when the lab's terminals are started anew: sequence numbers of another run mean nothing. */
    run: z.string(),
    isolation,
    terminals: z.array(
      z.strictObject({
        id: name,
        number: z.int().min(0).max(255),
        state: terminalState,
        ...size,
      }),
    ),
    files: z.array(labFile),
    snapshots: z.array(snapshot),
    progress: labProgress,
    /** Whether a check is under way, with the results so far. */
    grading: z.strictObject({ checks: z.array(checkResult) }).nullable(),
  }),
  /** A terminal's state changed. */
  z.strictObject({
    type: z.literal("state"),
    ...terminal,
    state: terminalState,
  }),
  /**
   * The next frames of this terminal repeat what was put out earlier, up to `until`: what xterm would answer to
   * them must not be sent. `reset`: clear the terminal first; frames go on at `from`.
   */
  z.strictObject({
    type: z.literal("replay"),
    ...terminal,
    from: sequence,
    until: sequence,
    reset: z.boolean(),
  }),
  /** "Run all" is waiting for this terminal; null when it has finished. `problem` says what did not become ready. */
  z.strictObject({
    type: z.literal("starting"),
    terminal: name.nullable(),
    problem: z.string().nullable(),
  }),
  /** A file changed on disk. */
  z.strictObject({ type: z.literal("file"), file: labFile }),
  /** A save is on disk. */
  z.strictObject({
    type: z.literal("saved"),
    name: fileName,
    version: z.string(),
  }),
  /** A save was refused because the file had changed on disk meanwhile: both texts are kept until the student chooses. */
  z.strictObject({ type: z.literal("conflict"), file: labFile }),
  /** All files were replaced. */
  z.strictObject({
    type: z.literal("files"),
    files: z.array(labFile),
    snapshots: z.array(snapshot),
  }),
  /** Checking has begun. */
  z.strictObject({ type: z.literal("grading") }),
  /** A check has begun. */
  z.strictObject({ type: z.literal("checking"), check: name }),
  /** A check has its result. */
  z.strictObject({ type: z.literal("checked"), result: checkResult }),
  /** Checking has ended; null when it was cancelled. */
  z.strictObject({
    type: z.literal("graded"),
    result: gradingResult.nullable(),
  }),
  /** What the student has done in this lab, after any change to it. */
  z.strictObject({ type: z.literal("progress"), progress: labProgress }),
  /** Something did not work; nothing was lost. */
  z.strictObject({
    type: z.literal("error"),
    code: z.string(),
    message: z.string(),
    hint: z.string().nullable(),
  }),
]);
export type ServerMessage = z.infer<typeof serverMessage>;

/** Close codes of the WebSocket (RFC 6455 leaves 4000–4999 to applications). */
export const closeCodes = {
  /** The page speaks another protocol version: reload it. */
  protocol: 4000,
  /** The runner is stopping. */
  stopping: 4001,
  /** A message did not fit the protocol. */
  malformed: 4002,
  /** The page sent more than is allowed. */
  flooding: 4003,
} as const;
