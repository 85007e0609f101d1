import { z } from "./zod.ts";
import { fileName, name, type LabManifest } from "./manifest.ts";

/** What stands otherwise in one file of the solution. */
export const mistakeEdit = z.union([
  z.strictObject({
    /** The file of the solution. */
    file: fileName,
    /** A text that stands in it exactly once. It need not be whole lines. */
    replace: z.string().min(1),
    /** What stands there instead; empty where something is missing. */
    by: z.string(),
  }),
  z.strictObject({
    /** The file of the solution. */
    file: fileName,
    /** All of its text, where an edit would not say it. */
    whole: z.string().min(1),
  }),
]);
export type MistakeEdit = z.infer<typeof mistakeEdit>;

/** A word or two: a single digit stands in almost every message. */
const says = z
  .string()
  .refine(
    (piece) => piece.length >= 3 || /^".*"$/.test(piece),
    "must have at least three characters, or stand in quotation marks as the message puts it",
  );

/** A known wrong answer: what differs from the solution, and what its student must be told. */
export const mistake = z.strictObject({
  /** What is wrong with it, in a sentence for authors. */
  what: z.string().min(1),
  /** What differs from the solution, in any order. Each edit speaks of the solution as it stands, not of what other edits make of it. */
  edits: z.array(mistakeEdit).min(1),
  /** The check it must fail, before any other. */
  fails: name,
  /** Checks before that one that it fails too, because the same thing shows there. */
  alsoFails: z.array(name).min(1).optional(),
  /**
   * Pieces of text that the message of `fails` must contain: the wording is tested too. A piece that other wrong answers
   * to that check are told all the same proves nothing, and is refused.
   */
  says: z.array(says).min(1),
});
export type Mistake = z.infer<typeof mistake>;

/** `labs/<id>/mistakes.ts`: the lab's known wrong answers, by names that say what is wrong. */
export const mistakes = z.record(name, mistake);
export type Mistakes = z.infer<typeof mistakes>;

/** The checks of a lab. */
type CheckOf<L extends LabManifest> = L["checks"][number]["id"];

/** The files of a lab that a student edits. */
type EditableFileOf<L extends LabManifest> = {
  [Program in keyof L["programs"]]: L["programs"][Program] extends {
    editable: false;
  }
    ? never
    : L["programs"][Program]["file"];
}[keyof L["programs"]];

/** A mistake of this very lab. */
type MistakeOf<L extends LabManifest> = Omit<
  Mistake,
  "edits" | "fails" | "alsoFails"
> & {
  edits: (MistakeEdit & { file: EditableFileOf<L> })[];
  fails: CheckOf<L>;
  alsoFails?: CheckOf<L>[];
};

/** Declares the mistakes of a lab. `labs verify` parses them; here the editor learns which checks and files there are. */
export function defineMistakes<const L extends LabManifest>(
  _lab: L,
  declared: Record<string, MistakeOf<L>>,
): Mistakes {
  return declared;
}

/** Several lines as one text. */
export function lines(...each: string[]): string {
  return each.join("\n");
}
