import { mount, unmount } from "svelte";
import type { LabState } from "../lab-state.svelte.ts";
import type { FiguresPlan } from "./figures.ts";

/** Fills the lesson's `<Figures>` from what the lab's terminals show. Returns how to stop. */
export function mountFigures(page: Document, lab: LabState): () => void {
  const places = [...page.querySelectorAll<HTMLElement>("[data-lab-figures]")];
  if (places.length === 0) return () => undefined;
  let ended = false;
  const mounted: ReturnType<typeof mount>[] = [];
  open().catch(() => lab.tellLoadFailed());
  return () => {
    ended = true;
    for (const each of mounted) void unmount(each);
  };

  async function open(): Promise<void> {
    const { default: FiguresTable } = await import("./FiguresTable.svelte");
    if (ended) return;
    for (const place of places) {
      const target = place.querySelector(".filled");
      const plan = JSON.parse(place.dataset["labFigures"] ?? "") as FiguresPlan;
      if (target)
        mounted.push(mount(FiguresTable, { target, props: { plan, lab } }));
    }
  }
}
