import { z } from "./zod.ts";
import { name } from "./manifest.ts";

/** `mistakes/<name>/mistake.json`: a known wrong solution, and what its student must be told. */
export const mistakeManifest = z.strictObject({
  /** What is wrong with it, in a sentence for authors. */
  what: z.string().min(1),
  /** The check it must fail. */
  fails: name,
  /** Pieces of text that the message of that check must contain, so that the wording is tested too. */
  says: z.array(z.string().min(1)).min(1),
});
export type MistakeManifest = z.infer<typeof mistakeManifest>;
