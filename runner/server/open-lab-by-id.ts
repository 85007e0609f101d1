import { LabsError } from "#contract";
import type { Catalog } from "../catalog/catalog.ts";
import type { OpenLab } from "./open-lab.ts";
import type { OpenLabs } from "./open-labs.ts";

/** Finds the lab of this id among those that are open. Rejects with a LabsError `lab-unknown` when it is not. */
export type LabById = (id: string) => Promise<OpenLab>;

/** What a page asks for by a lab's id is to be had only of a lab that is open. */
export function openLabById(catalog: Catalog, labs: OpenLabs): LabById {
  return async (id) => {
    const lab = catalog.labs.find((each) => each.id === id);
    const open = lab && (await labs.opened(lab));
    if (open) return open;
    throw new LabsError("lab-unknown", "No such lab is open.", {
      hint: "Open its lesson: what happens in it is kept from then on.",
      learnerSafe: true,
    });
  };
}
