import { z } from "./zod.ts";
import { secretPattern } from "./admission.ts";
import {
  isolation,
  labFile,
  labProgress,
  programTrouble,
  snapshot,
  terminalNotes,
  terminalState,
} from "./lab-view.ts";
import { fileName, name } from "./manifest.ts";
import { checkResult, gradingResult } from "./result.ts";

/** How far a viewer may lag behind a terminal before it skips ahead, and where it is let in again, in bytes. */
export const viewerWindow = { high: 384 * 1024, low: 128 * 1024 } as const;

/** A viewer acknowledges what it has drawn each time it has drawn this many bytes more. */
export const acknowledgeEvery = 64 * 1024;

const size = {
  columns: z.int().min(2).max(500),
  rows: z.int().min(1).max(300),
};
const sequence = z.number().int().min(0);

const terminal = { terminal: name };

/** What a page says. Bytes typed travel in binary frames. */
export const clientMessage = z.discriminatedUnion("type", [
  /**
   * First of all, after the runner's `proof`: for each terminal this page already shows, how many bytes of it it has. `run` is the id of the
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
  /** End everything of the lab but the shells themselves. */
  z.strictObject({ type: z.literal("stop-all") }),
  /** Stop what runs in it and type its command again. */
  z.strictObject({ type: z.literal("restart"), ...terminal }),
  /** End the programs of the lab that hold the ports which this terminal's notes name. */
  z.strictObject({ type: z.literal("free"), ...terminal }),
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
  /** First of all: shows that this is the runner that the page's token is of. `returnKey`: what the page may come back with. */
  z.strictObject({
    type: z.literal("proof"),
    proof: z.string().regex(secretPattern),
    returnKey: z.string().regex(secretPattern),
  }),
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
        notes: terminalNotes,
        ...size,
      }),
    ),
    files: z.array(labFile),
    progress: labProgress,
    /** Whether a check is under way, with the results so far. */
    grading: z.strictObject({ checks: z.array(checkResult) }).nullable(),
    /** Whether the files were changed since the last result. */
    outdated: z.boolean(),
  }),
  /** A terminal's state changed. */
  z.strictObject({
    type: z.literal("state"),
    ...terminal,
    state: terminalState,
  }),
  /** What is to be known about a terminal changed. */
  z.strictObject({
    type: z.literal("notes"),
    ...terminal,
    notes: terminalNotes,
  }),
  /** What the last program of a terminal died of; null when another one begins. */
  z.strictObject({
    type: z.literal("trouble"),
    ...terminal,
    trouble: programTrouble.nullable(),
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
  /** All files were replaced; what was there before is in the snapshot `kept`. */
  z.strictObject({
    type: z.literal("files"),
    files: z.array(labFile),
    kept: snapshot,
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
  /** Whether the files are others now than the last result is about. */
  z.strictObject({ type: z.literal("outdated"), outdated: z.boolean() }),
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
