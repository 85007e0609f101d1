import { z } from "./zod.ts";
import { partId } from "./course-part.ts";
import { localizedText } from "./localized.ts";

/** Names of labs, programs, terminals, checks and steps: lower case words joined by hyphens. */
export const name = z
  .string()
  .max(40)
  .regex(
    /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/,
    "must be lower-case words joined by hyphens",
  );

/** A file directly in the lab's folder, such as `collector.ts`. Never a path. */
export const fileName = z
  .string()
  .max(60)
  .regex(
    /^[a-z][a-z0-9-]*\.[a-z]+$/,
    "must be a plain file name such as collector.ts",
  );

/** A TCP port that a program can bind without privileges. */
const port = z.int().min(1024).max(65535);

/** An endpoint in ZeroMQ's own notation, such as `tcp://127.0.0.1:5555`. */
const endpoint = z
  .string()
  .regex(
    /^(tcp|ipc|inproc):\/\/\S+$/,
    "must be an endpoint such as tcp://127.0.0.1:5555",
  );

/** One program of the lab: a file and how it is started. */
export const programManifest = z.strictObject({
  /** The program's file, found in `starter/` when the student edits it and in `programs/` when it is given. */
  file: fileName,
  /** The arguments it is started with unless a terminal says otherwise. */
  args: z.array(z.string()),
  /** Whether the student edits it, so that it is graded as theirs. */
  editable: z.boolean(),
  /** The lab whose `programs/` holds the file, for a given program that two labs share. Default: this lab. */
  from: name.optional(),
});

/** How the runner knows, by observation, that a program is ready for the next one to start. */
export const readiness = z.discriminatedUnion("when", [
  /** Something in the lab's sandbox listens on this TCP port. */
  z.strictObject({ when: z.literal("listening"), port }),
  /** The program printed a line that contains this text. */
  z.strictObject({ when: z.literal("printed"), text: z.string().min(1) }),
  /** The program is running; nothing waits for more. */
  z.strictObject({ when: z.literal("started") }),
]);

/** One terminal of the lab. */
export const terminalManifest = z.strictObject({
  /** Its name in prose buttons, in graders and in the protocol. */
  id: name,
  /** What stands above it. */
  title: localizedText,
  /** The program that its Run button starts. */
  program: name,
  /** Arguments instead of the program's own. */
  args: z.array(z.string()).optional(),
  /** When "Run all" may go on to the next terminal, and a grader's `lab.start` resolves. */
  ready: readiness,
});

/** ZeroMQ's socket types, by their protocol names. */
export const socketType = z.enum([
  "PAIR",
  "REQ",
  "REP",
  "DEALER",
  "ROUTER",
  "PUB",
  "SUB",
  "XPUB",
  "XSUB",
  "PUSH",
  "PULL",
]);

/** One socket of a program, as the diagram draws it. */
export const topologySocket = z.strictObject({
  /** Its type. */
  type: socketType,
  /** Which side of the connection it takes. */
  action: z.enum(["bind", "connect"]),
  /** The endpoints it binds or connects to. */
  endpoints: z.array(endpoint).min(1),
});

/** One box of the diagram: a terminal and the sockets of its program. */
export const topologyNode = z.strictObject({
  /** The terminal whose program this is. */
  terminal: name,
  /** Its sockets, in the order in which messages pass through them. */
  sockets: z.array(topologySocket).min(1),
});

/** One check of the lab's grader. */
export const checkManifest = z.strictObject({
  /** The id that `check(id, …)` in `grader.ts` uses. */
  id: name,
  /** What it checks, as a sentence that is true when it passes. */
  title: localizedText,
  /** What it is worth. */
  points: z.int().min(1).max(100),
  /** Hints from gentle to plain, shown one by one. */
  hints: z.array(localizedText).min(1),
  /** The lesson step that is ticked when it passes. */
  step: name,
  /** The files whose TODOs it is about: they are marked until all their checks have passed. Default: all that the student edits. */
  todosIn: z.array(fileName).optional(),
});

/** The manifest of a lab: `labs/<id>/lab.ts`. Data only. */
export const labManifest = z.strictObject({
  /** The folder's name. It never changes: a student's progress hangs on it. */
  id: name,
  /** The part of the course that it belongs to. */
  part: partId,
  /** Its place within the part: lower ones come first, and numbers may have gaps. No two labs of a part share one. */
  place: z.int().min(1).max(999),
  /** The lab's title. */
  title: localizedText,
  /** What one does in it, in one sentence. */
  summary: localizedText,
  /** How long a student needs for lesson and lab, in minutes. */
  minutes: z.int().min(1).max(240),
  /** The ideas it teaches, a few words each. */
  concepts: z.array(localizedText).min(1),
  /** The programs, by name. */
  programs: z.record(name, programManifest),
  /** The terminals, in the order in which their programs start. */
  terminals: z.array(terminalManifest).min(1).max(5),
  /** The diagram. Besides, its ports must be free when a check begins. */
  topology: z.array(topologyNode).min(1),
  /** The checks, in the order in which they run. */
  checks: z.array(checkManifest).min(1),
});

export type LabManifest = z.infer<typeof labManifest>;
export type ProgramManifest = z.infer<typeof programManifest>;
export type TerminalManifest = z.infer<typeof terminalManifest>;
export type TopologyNode = z.infer<typeof topologyNode>;
export type TopologySocket = z.infer<typeof topologySocket>;
export type CheckManifest = z.infer<typeof checkManifest>;
export type Readiness = z.infer<typeof readiness>;
export type SocketType = z.infer<typeof socketType>;

/** Declares a lab. The catalog parses it; here it only gives the editor its types, and keeps the names for graders and `defineMistakes`. */
export function defineLab<const L extends LabManifest>(manifest: L): L {
  return manifest;
}

/** The files that a student edits, each once, in the order of the programs. */
export function editableFiles(manifest: LabManifest): string[] {
  return filesOf(manifest, true);
}

/** The files that are given to a student and not graded as theirs, each once. */
export function givenFiles(manifest: LabManifest): string[] {
  return filesOf(manifest, false);
}

/** What these checks are worth together; ids that the manifest does not have are worth nothing. */
export function pointsOf(
  { checks }: Pick<LabManifest, "checks">,
  passed: readonly string[],
): number {
  const counted = checks.filter(({ id }) => passed.includes(id));
  return counted.reduce((sum, { points }) => sum + points, 0);
}

function filesOf(manifest: LabManifest, editable: boolean): string[] {
  const programs = Object.values(manifest.programs).filter(
    (program) => program.editable === editable,
  );
  return [...new Set(programs.map((program) => program.file))];
}
