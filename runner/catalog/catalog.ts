import { readdir } from "node:fs/promises";
import { LabsError } from "#contract";
import { labsFolder } from "./course.ts";
import { loadLab, type Lab } from "./lab.ts";

/** The labs of the course, in course order. */
export interface Catalog {
  readonly labs: readonly Lab[];
  /** The lab of this id; throws `lab-unknown`, naming the labs there are. */
  lab(id: string): Lab;
}

/**
 * The labs in the order of the course. A lab that is not listed stands behind the others: a new lab works before it
 * has found its place.
 */
const courseOrder = ["pair", "request-reply", "publish-subscribe", "pipeline"];

/** Loads and checks every lab in `folder`; the first defect is thrown as `manifest-invalid`, naming file and field. */
export async function loadCatalog(
  folder: string = labsFolder,
): Promise<Catalog> {
  const entries = await readdir(folder, { withFileTypes: true });
  const ids = entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);
  const labs = await Promise.all(
    ids.sort(byCourseOrder).map((id) => loadLab(folder, id)),
  );
  return {
    labs,
    lab(id) {
      const lab = labs.find((candidate) => candidate.id === id);
      if (lab) return lab;
      throw new LabsError("lab-unknown", `There is no lab called "${id}".`, {
        hint: `The labs are: ${labs.map((each) => each.id).join(", ")}.`,
        learnerSafe: true,
      });
    },
  };
}

function byCourseOrder(a: string, b: string): number {
  const place = (id: string) =>
    courseOrder.includes(id) ? courseOrder.indexOf(id) : courseOrder.length;
  return place(a) - place(b) || a.localeCompare(b);
}
