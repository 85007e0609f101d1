import { z } from "./zod.ts";

/**
 * A text that a student sees, in the course's languages. English is always there; a missing translation
 * falls back to it.
 */
export const localizedText = z.strictObject({
  /** English. */
  en: z.string().min(1),
  /** Simplified Chinese. */
  "zh-cn": z.string().min(1).optional(),
});

export type LocalizedText = z.infer<typeof localizedText>;

/** The languages of the course; `en` is the root of the site. */
export type Locale = keyof LocalizedText;

/** The text in `locale`, or in English where it is not translated yet. */
export function textIn(text: LocalizedText, locale: Locale): string {
  return text[locale] ?? text.en;
}
