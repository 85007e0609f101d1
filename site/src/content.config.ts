import { docsLoader, i18nLoader } from "@astrojs/starlight/loaders";
import { docsSchema, i18nSchema } from "@astrojs/starlight/schema";
import { defineCollection } from "astro:content";
import { z } from "astro/zod";

/** What a lesson's front matter says besides Starlight's own fields. */
const lesson = z.object({
  /** The lab that stands beside the prose: a folder in `labs/`. */
  lab: z.string().optional(),
  /** What a student can do afterwards. */
  goals: z.array(z.string()).optional(),
});

/** The words of our components, in each language. English is the reference. */
const words = z.object({
  "lab.panel": z.string(),
  "lab.minutes": z.string(),
  "lab.goals": z.string(),
  "lab.noScript": z.string(),
  "lab.jump": z.string(),
  "lab.skip": z.string(),
  "run.label": z.string(),
  "stop.label": z.string(),
  "runAll.label": z.string(),
  "check.label": z.string(),
  "step.label": z.string(),
  "step.done": z.string(),
  "step.todo": z.string(),
  "quiz.right": z.string(),
  "quiz.wrong": z.string(),
  "figures.hint": z.string(),
  "menu.label": z.string(),
  "diagram.title": z.string(),
  "diagram.binds": z.string(),
  "diagram.connects": z.string(),
  "course.about": z.string(),
  "course.progress": z.string(),
  "course.unfinished": z.string(),
  "next.label": z.string(),
  "next.none": z.string(),
  "next.home": z.string(),
  "standing.done": z.string(),
  "standing.begun": z.string(),
  "standing.next": z.string(),
  "standing.begunNext": z.string(),
  "standing.latest": z.string(),
  "unfinished.title": z.string(),
  "unfinished.text": z.string(),
  "home.start": z.string(),
  "home.continue": z.string(),
  "home.ended": z.string(),
  "home.done": z.string(),
  "home.lessons": z.string(),
  "home.away": z.string(),
  "home.unauthorised": z.string(),
});

export const collections = {
  docs: defineCollection({
    loader: docsLoader(),
    schema: docsSchema({ extend: lesson }),
  }),
  i18n: defineCollection({
    loader: i18nLoader(),
    schema: i18nSchema({ extend: words.partial() }),
  }),
};
