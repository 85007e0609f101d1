import { readdir, readFile } from "node:fs/promises";
import { basename, join, relative } from "node:path";
import { courseFolder } from "./course.ts";
import type { Lab } from "./lab.ts";
import { problemIn, type Problem } from "./problem.ts";

/** Where the lessons are: a page for each lab, of the same name. */
export const lessonsFolder = join(
  courseFolder,
  "site",
  "src",
  "content",
  "docs",
  "lessons",
);

/** What the lessons in `folder` and the labs do not have of each other. A lesson of an unfinished lab waits for it. */
export async function findLessonProblems(
  folder: string,
  labs: readonly Lab[],
  unfinished: readonly string[],
): Promise<Problem[]> {
  const lessons = new Map<string, string>();
  for (const file of await readdir(folder).catch(() => []))
    if (file.endsWith(".mdx"))
      lessons.set(
        basename(file, ".mdx"),
        await readFile(join(folder, file), "utf8"),
      );
  const place = (lab: string) =>
    relative(courseFolder, join(folder, `${lab}.mdx`));
  return [
    ...labs.flatMap((lab) => {
      const text = lessons.get(lab.id);
      return text === undefined
        ? [
            problemIn(
              lab.id,
              place(lab.id),
              "is missing",
              "Write the lesson: a lab is a folder and a page of the same name.",
            ),
          ]
        : missingStep(lab, text);
    }),
    ...[...lessons].flatMap(([id, text]) => {
      const wrong = (problem: string, hint: string) => [
        problemIn(id, place(id), problem, hint),
      ];
      const lab = /^lab: *["']?([^"'\s]+)/m.exec(text)?.[1];
      if (lab !== id)
        return wrong(
          lab === undefined
            ? "lab: is missing in its front matter"
            : `lab: names "${lab}"`,
          `Write "lab: ${id}": a lesson has the name of its lab.`,
        );
      return unfinished.includes(id) || labs.some((each) => each.id === id)
        ? []
        : wrong(
            `lab: there is no folder labs/${id}`,
            "Add the lab, or correct the name.",
          );
    }),
  ];
}

/** A check ticks a step of its lesson: a step that is not there would stay open for ever, and nobody would notice. */
function missingStep({ id, manifest }: Lab, lesson: string): Problem[] {
  const steps = [...lesson.matchAll(/<Step\s[^>]*\bid="([^"]+)"/g)].map(
    (match) => match[1],
  );
  const index = manifest.checks.findIndex(({ step }) => !steps.includes(step));
  const check = manifest.checks[index];
  if (!check) return [];
  return [
    problemIn(
      id,
      `labs/${id}/lab.ts`,
      `checks[${index}].step names "${check.step}", which lessons/${id}.mdx does not have`,
      `Its steps are: ${steps.join(", ") || "none yet"}.`,
    ),
  ];
}
