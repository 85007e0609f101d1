import { partId } from "#contract";
import type { Lab } from "./lab.ts";
import { problemIn, type Problem } from "./problem.ts";

/** Compares labs by the course's order: by their part, then by their place in it. */
export function byCourseOrder(a: Lab, b: Lab): number {
  const part = ({ manifest }: Lab) => partId.options.indexOf(manifest.part);
  return (
    part(a) - part(b) ||
    a.manifest.place - b.manifest.place ||
    a.id.localeCompare(b.id)
  );
}

/** Labs, in course order, that want the place which the lab before them has. */
export function sharedPlaces(labs: readonly Lab[]): Problem[] {
  return labs.flatMap(({ id, manifest: { part, place } }, index) => {
    const before = labs[index - 1];
    if (before?.manifest.part !== part || before.manifest.place !== place)
      return [];
    return [
      problemIn(
        id,
        `labs/${id}/lab.ts`,
        `place is ${place} in the part "${part}", and so it is in labs/${before.id}/lab.ts`,
        "Give one of the two another place: numbers may have gaps.",
      ),
    ];
  });
}
