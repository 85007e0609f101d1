import type { LabManifest } from "#contract";

/**
 * The one order of a lab's programs: that of its terminals, in which they start. Diagram and file tabs follow it; what has no terminal comes
 * last, as it stands in the manifest.
 */
export function nodesInOrder({
  terminals,
  topology,
}: Pick<LabManifest, "terminals" | "topology">): LabManifest["topology"] {
  return inOrder(
    topology,
    terminals.map(({ id }) => id),
    ({ terminal }) => terminal,
  );
}

/** The same for the files of the programs. */
export function filesInOrder<File extends { name: string }>(
  files: readonly File[],
  { terminals, programs }: Pick<LabManifest, "terminals" | "programs">,
): File[] {
  return inOrder(
    files,
    terminals.map(({ program }) => programs[program]?.file ?? ""),
    ({ name }) => name,
  );
}

function inOrder<Item>(
  items: readonly Item[],
  order: readonly string[],
  nameOf: (item: Item) => string,
): Item[] {
  const place = (item: Item) => {
    const at = order.indexOf(nameOf(item));
    return at < 0 ? order.length : at;
  };
  return items.toSorted((a, b) => place(a) - place(b));
}
