import { stat } from "node:fs/promises";
import { pathToFileURL } from "node:url";
import { z } from "zod";
import { editableFiles, mistake, type Mistake } from "#contract";
import type { Lab } from "../../catalog/lab.ts";

/** A known wrong answer as `mistakes.ts` has it. */
export interface DeclaredMistake {
  /** Its name; empty for what is wrong with the whole file. */
  name: string;
  /** What it says, or why that cannot be used. */
  declared:
    { valid: true; mistake: Mistake } | { valid: false; defect: string };
}

/** The lab's mistakes, in their order; none where the lab has no `mistakes.ts`. */
export async function readMistakes(lab: Lab): Promise<DeclaredMistake[]> {
  if (!(await stat(lab.mistakesFile).catch(() => null))) return [];
  let list: unknown;
  try {
    const module: unknown = await import(pathToFileURL(lab.mistakesFile).href);
    list = (module as { default?: unknown }).default;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return [wholeFile(`mistakes.ts cannot be loaded: ${reason}`)];
  }
  const entries = z.record(z.string(), z.unknown()).safeParse(list);
  if (!entries.success)
    return [
      wholeFile(
        "mistakes.ts has no list. Write: export default defineMistakes(lab, { … })",
      ),
    ];
  return Object.entries(entries.data).map(([name, value]) => ({
    name,
    declared: readOne(lab, value),
  }));
}

function readOne(lab: Lab, value: unknown): DeclaredMistake["declared"] {
  const parsed = mistake.safeParse(value);
  if (!parsed.success)
    return { valid: false, defect: z.prettifyError(parsed.error) };
  const { fails, alsoFails = [], edits } = parsed.data;
  const checks = lab.manifest.checks.map(({ id }) => id);
  const unknown = [fails, ...alsoFails].find((id) => !checks.includes(id));
  if (unknown !== undefined)
    return {
      valid: false,
      defect: `it names "${unknown}", which is not a check. The checks are: ${checks.join(", ")}.`,
    };
  const late = alsoFails.find(
    (id) => checks.indexOf(id) >= checks.indexOf(fails),
  );
  if (late !== undefined)
    return {
      valid: false,
      defect: `alsoFails names "${late}", which does not run before "${fails}": leave it out.`,
    };
  const files = editableFiles(lab.manifest);
  const stray = edits.find(({ file }) => !files.includes(file));
  if (stray)
    return {
      valid: false,
      defect: `an edit names ${stray.file}, which is not a file that the student edits: ${files.join(", ")}.`,
    };
  return { valid: true, mistake: parsed.data };
}

function wholeFile(defect: string): DeclaredMistake {
  return { name: "", declared: { valid: false, defect } };
}
