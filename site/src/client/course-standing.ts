import type { CourseOverview } from "#contract";

/** How far a student is with a lesson. */
export type Standing = "done" | "begun" | "new";

/** How far a student is with one lesson of the course. */
export interface LessonStanding {
  /** The lab's id. */
  id: string;
  is: Standing;
  /** Whether it is where the student goes on. */
  next: boolean;
  /** What counts: each check that has passed once. */
  points: number;
  /** What the latest check gave; null before the first. */
  latest: number | null;
  maximum: number;
}

/** How far a student is with the course. */
export interface CourseStanding {
  /** In course order. */
  lessons: LessonStanding[];
  /** How many lessons are done. */
  done: number;
  /** Whether anything has been done at all. */
  begun: boolean;
  /** The lesson to go on with; null when all are done. */
  next: string | null;
}

/**
 * How far a student is. One goes on with the last lesson that one has begun, and when that is done, with the first one behind it
 * that is not. What was left out before it comes when there is nothing more behind.
 */
export function standingOf({ labs }: CourseOverview): CourseStanding {
  const standings = labs.map((lab) => ({ lab, is: standing(lab) }));
  const last = standings.findLastIndex(({ is }) => is !== "new");
  const open = ({ is }: { is: Standing }) => is !== "done";
  const next =
    standings.slice(Math.max(0, last)).find(open) ?? standings.find(open);
  return {
    lessons: standings.map(({ lab: { id, points, latest, maximum }, is }) => ({
      id,
      is,
      next: id === next?.lab.id,
      points,
      latest,
      maximum,
    })),
    done: standings.filter(({ is }) => is === "done").length,
    begun: last >= 0,
    next: next?.lab.id ?? null,
  };
}

function standing({
  points,
  maximum,
  begun,
}: CourseOverview["labs"][number]): Standing {
  if (maximum > 0 && points >= maximum) return "done";
  return begun ? "begun" : "new";
}
