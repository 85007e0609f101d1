import type { CourseOverview } from "#contract";
import {
  standingOf,
  type CourseStanding,
  type LessonStanding,
} from "./course-standing.ts";

/** Words as the page gives them in `data-*`, by what they are for. */
type Words = Readonly<Record<string, string | undefined>>;

/**
 * Shows everywhere in the page how far the student is. The pages mark their places: `data-lesson` for a lesson's link, `data-lesson-pip` for
 * its pip, `data-course-bar` for the course as a whole, `data-continue` for the button that goes on. The words come from `data-standing-words`.
 */
export function showStanding(page: Document, course: CourseOverview): void {
  const standing = standingOf(course);
  const words =
    page.querySelector<HTMLElement>("[data-standing-words]")?.dataset ?? {};
  showLinks(page, standing, words);
  showPips(page, standing, words);
  showBar(page, standing);
  showContinue(page, standing);
}

function showLinks(
  page: Document,
  { lessons }: CourseStanding,
  words: Words,
): void {
  for (const lesson of lessons)
    for (const link of page.querySelectorAll<HTMLElement>(
      `[data-lesson="${lesson.id}"]`,
    )) {
      markLesson(link, lesson);
      let mark = link.querySelector<HTMLElement>(".standing");
      if (!mark) {
        mark = page.createElement("span");
        mark.className = "standing";
        const word = page.createElement("span");
        word.className = "sr-only";
        mark.append(word);
        link.append(mark);
      }
      const text = standingWords(lesson, words);
      mark.title = text;
      if (mark.firstElementChild)
        mark.firstElementChild.textContent = text === "" ? "" : ` (${text})`;
    }
}

/** A pip's name is its lesson's title. */
function showPips(
  page: Document,
  { lessons }: CourseStanding,
  words: Words,
): void {
  for (const lesson of lessons)
    for (const pip of page.querySelectorAll<HTMLElement>(
      `[data-lesson-pip="${lesson.id}"]`,
    )) {
      markLesson(pip, lesson);
      const title = (pip.dataset["title"] ??= pip.title);
      const text = standingWords(lesson, words);
      pip.title = text === "" ? title : `${title} (${text})`;
      if (pip.firstElementChild) pip.firstElementChild.textContent = pip.title;
    }
}

function markLesson(
  element: HTMLElement,
  { is, next, points, maximum }: LessonStanding,
): void {
  element.dataset["standing"] = is;
  element.toggleAttribute("data-next", next);
  element.style.setProperty(
    "--share",
    String(maximum > 0 ? points / maximum : 0),
  );
}

function standingWords(
  { is, next, points, latest, maximum }: LessonStanding,
  words: Words,
): string {
  const said = next ? (is === "begun" ? "begunNext" : "next") : is;
  const text = filled(words[said] ?? "", { points, maximum });
  return latest === null || latest === points
    ? text
    : text + filled(words["latest"] ?? "", { latest });
}

function showBar(
  page: Document,
  { done, begun, lessons }: CourseStanding,
): void {
  const bar = page.querySelector<HTMLElement>("[data-course-bar]");
  if (!bar) return;
  bar.hidden = !begun;
  const progress = bar.querySelector("progress");
  if (progress) {
    progress.max = lessons.length;
    progress.value = done;
  }
  const text = bar.querySelector<HTMLElement>("[data-text]");
  if (text)
    text.textContent = filled(text.dataset["text"] ?? "", {
      done,
      all: lessons.length,
    });
}

/** A newcomer keeps the button that the page came with. */
function showContinue(page: Document, { begun, next }: CourseStanding): void {
  const button = page.querySelector<HTMLAnchorElement>("[data-continue]");
  if (!button || !begun) return;
  const text = button.querySelector("[data-words]");
  const target =
    next === null
      ? null
      : page.querySelector<HTMLAnchorElement>(`main [data-lesson="${next}"]`);
  if (target) {
    button.href = target.href;
    const title = target.querySelector("b")?.textContent ?? "";
    if (text)
      text.textContent = filled(button.dataset["continue"] ?? "", { title });
  } else if (next === null) {
    button.hidden = true;
    const ended = page.querySelector<HTMLElement>("[data-course-ended]");
    if (ended) ended.hidden = false;
  }
}

function filled(text: string, values: Record<string, string | number>): string {
  return text.replaceAll(/\{(\w+)\}/g, (place, key: string) =>
    String(values[key] ?? place),
  );
}
