import { getCollection } from "astro:content";
import {
  groupByPart,
  partTitle,
  textIn,
  type LabManifest,
  type PartId,
} from "#contract";
import { problems } from "virtual:labs";
import { courseLabs, localeOf } from "./lesson.ts";

/** A lesson as other pages name it, in their language. */
export interface Lesson {
  /** The lab's id. */
  id: string;
  /** Its address on this site. */
  href: string;
  /** The title of its lab, or the shorter `sidebar.label` of its front matter. */
  label: string;
  /** What it is about, in a sentence. */
  description: string;
  /** Its lab; undefined while that is unfinished. */
  manifest: LabManifest | undefined;
}

/** A part of the course with its lessons. */
export interface LessonGroup {
  /** Undefined for lessons of unfinished labs: nothing tells yet where they belong. */
  part: PartId | undefined;
  title: string;
  lessons: Lesson[];
}

/** Everything that shows the course follows from these: its lessons by part, in course order, as a page in this language shows them. */
export async function courseGroups(locals: App.Locals): Promise<LessonGroup[]> {
  const locale = localeOf(locals);
  const lessons = await lessonsFor(locals);
  const inOrder = courseLabs.flatMap(({ id, part }) => {
    const lesson = lessons.get(id);
    return lesson ? [{ part, lesson }] : [];
  });
  const groups = groupByPart(inOrder, ({ part }) => part).map(
    ({ part, members }): LessonGroup => ({
      part,
      title: partTitle(part, locale),
      lessons: members.map(({ lesson }) => lesson),
    }),
  );
  const unfinished = [...lessons.values()].filter(
    ({ id, manifest }) =>
      !manifest && problems.some((problem) => problem.lab === id),
  );
  if (unfinished.length === 0) return groups;
  const title = locals.t("course.unfinished");
  return [...groups, { part: undefined, title, lessons: unfinished }];
}

/** The lessons that can be worked through, in course order. */
export async function courseLessons(locals: App.Locals): Promise<Lesson[]> {
  const groups = await courseGroups(locals);
  return groups
    .flatMap(({ lessons }) => lessons)
    .filter(({ manifest }) => manifest !== undefined);
}

/** The lessons before and after the page in the course's order; undefined where there is none, or the page is no lesson. */
export async function neighbours(
  locals: App.Locals,
): Promise<{ before: Lesson | undefined; after: Lesson | undefined }> {
  const lessons = await courseLessons(locals);
  const here = locals.starlightRoute.entry.data.lab;
  const index = lessons.findIndex(({ id }) => id === here);
  return index < 0
    ? { before: undefined, after: undefined }
    : { before: lessons[index - 1], after: lessons[index + 1] };
}

/** How long these lessons take with their labs, in minutes. */
export function minutesOf(lessons: readonly Lesson[]): number {
  return lessons.reduce(
    (sum, { manifest }) => sum + (manifest?.minutes ?? 0),
    0,
  );
}

/** A time as people say it, in the page's language: `1 hour, 50 minutes`. */
export function duration(locals: App.Locals, minutes: number): string {
  const hours = Math.floor(minutes / 60);
  return new Intl.DurationFormat(localeOf(locals), { style: "long" }).format({
    hours,
    minutes: minutes % 60,
  });
}

/** Where the home page is, for pages in this language. */
export function homeOf({ starlightRoute }: App.Locals): string {
  const { locale } = starlightRoute;
  return `${import.meta.env.BASE_URL}${locale ? `${locale}/` : ""}`;
}

/** All lessons by lab. A translated page goes before the one that it translates. */
async function lessonsFor(locals: App.Locals): Promise<Map<string, Lesson>> {
  const { locale } = locals.starlightRoute;
  const home = homeOf(locals);
  const pages = await getCollection(
    "docs",
    ({ data }) => data.lab !== undefined,
  );
  const lessons = new Map<string, Lesson>();
  const own = (id: string) => (locale ? id.startsWith(`${locale}/`) : false);
  pages.sort((a, b) => Number(own(a.id)) - Number(own(b.id)));
  for (const { id: page, data } of pages) {
    const { lab: id = "" } = data;
    if (!own(page) && !page.startsWith("lessons/")) continue;
    const manifest = courseLabs.find((lab) => lab.id === id);
    const title = manifest
      ? textIn(manifest.title, localeOf(locals))
      : data.title;
    lessons.set(id, {
      id,
      href: `${home}lessons/${id}/`,
      label: data.sidebar.label ?? title,
      description: data.description ?? "",
      manifest,
    });
  }
  return lessons;
}
