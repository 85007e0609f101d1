import { readdir } from "node:fs/promises";
import { LabsError } from "#contract";
import { labsFolder } from "./course.ts";
import { byCourseOrder, sharedPlaces } from "./course-order.ts";
import { loadLab, type Lab } from "./lab.ts";
import { findLessonProblems, lessonsFolder } from "./lessons.ts";
import { problemIn, type Problem } from "./problem.ts";

/** The labs of the course. */
export interface Catalog {
  /** The labs that can be used, in course order. */
  readonly labs: readonly Lab[];
  /** What is wrong, lab by lab. A lab that cannot be used stands here and not in `labs`. */
  readonly problems: readonly Problem[];
  /** The lab of this id; throws `manifest-invalid` when it is unfinished, and `lab-unknown`, naming the labs there are. */
  lab(id: string): Lab;
}

/**
 * Loads and checks every lab in `folder`, and that it has a lesson in `lessons`, which is null where labs stand without
 * lessons. Nothing that is wrong with a lab hides the others: it is told in `problems`.
 */
export async function loadCatalog(
  folder: string = labsFolder,
  lessons: string | null = folder === labsFolder ? lessonsFolder : null,
): Promise<Catalog> {
  const entries = await readdir(folder, { withFileTypes: true });
  const labs: Lab[] = [];
  const problems: Problem[] = [];
  const load = (id: string) =>
    loadLab(folder, id).then(
      (lab) => void labs.push(lab),
      (error: unknown) => void problems.push(toProblem(id, error)),
    );
  await Promise.all(
    entries
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => load(name)),
  );
  labs.sort(byCourseOrder);
  const unfinished = problems.map(({ lab }) => lab);
  problems.push(...sharedPlaces(labs));
  if (lessons !== null)
    problems.push(...(await findLessonProblems(lessons, labs, unfinished)));
  problems.sort((a, b) => a.lab.localeCompare(b.lab));
  return {
    labs,
    problems,
    lab(id) {
      const lab = labs.find((candidate) => candidate.id === id);
      if (lab) return lab;
      const problem = problems.find((each) => each.lab === id);
      if (problem) throw problem.error;
      throw new LabsError("lab-unknown", `There is no lab called "${id}".`, {
        hint: `The labs are: ${labs.map((each) => each.id).join(", ")}.`,
        learnerSafe: true,
      });
    },
  };
}

/** The problems of labs that cannot be used at all. */
export function unusable({ labs, problems }: Catalog): Problem[] {
  return problems.filter(({ lab }) => !labs.some(({ id }) => id === lab));
}

/** For what must be whole before it is published: throws all problems as one `manifest-invalid`. */
export function requireWhole(catalog: Catalog): Catalog {
  const [first, ...rest] = catalog.problems;
  if (!first) return catalog;
  if (rest.length === 0) throw first.error;
  throw new LabsError(
    "manifest-invalid",
    catalog.problems
      .map(({ error }) => [error.message, error.hint].join("\n  "))
      .join("\n"),
  );
}

function toProblem(id: string, error: unknown): Problem {
  if (error instanceof LabsError) return { lab: id, error };
  const reason = error instanceof Error ? error.message : String(error);
  return problemIn(
    id,
    `labs/${id}`,
    `it cannot be read: ${reason}`,
    "Look at its files, or move the folder out of labs/.",
  );
}
