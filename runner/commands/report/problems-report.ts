import type { Catalog } from "../../catalog/catalog.ts";
import type { Output } from "../output.ts";

/** Names what is unfinished, with file, field and what to do. The labs that are not named are not concerned. */
export function reportProblems(
  { problems }: Pick<Catalog, "problems">,
  output: Output,
): void {
  if (problems.length === 0) return;
  output.note("\nUnfinished. All other labs work:");
  for (const { error } of problems) {
    output.note(`  ${indented(error.message)}`);
    if (error.hint) output.note(`    ${indented(error.hint)}`);
  }
}

const indented = (text: string) => text.replaceAll("\n", "\n  ");
