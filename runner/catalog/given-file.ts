import { readdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { LabManifest } from "#contract";

/** What tells where a lab's given files lie. */
interface GivenFiles {
  manifest: LabManifest;
  folder: string;
  programsFolder: string;
}

/** Where a given file of the lab lies: in its own `programs/`, or in that of the lab which the manifest's `from` names. */
export function givenFile(lab: GivenFiles, file: string): string {
  const from = Object.values(lab.manifest.programs).find(
    (program) => program.file === file && !program.editable,
  )?.from;
  return from === undefined
    ? join(lab.programsFolder, file)
    : join(dirname(lab.folder), from, "programs", file);
}

/** The first `from` in a manifest that leads to no file, as field and what is wrong with it; null when there is none. */
export async function strayFrom(
  { programs }: LabManifest,
  labsFolder: string,
): Promise<{ field: string; problem: string } | null> {
  const sources = new Map<string, string | undefined>();
  for (const [name, { file, from, editable }] of Object.entries(programs)) {
    const wrong = (field: string, problem: string) => ({
      field: `programs.${name}.${field}`,
      problem,
    });
    if (from !== undefined && editable)
      return wrong(
        "from",
        "stands at a program that the student edits; only given programs can be of another lab",
      );
    if (sources.has(file) && sources.get(file) !== from)
      return wrong("from", `gives a second "${file}": its name is taken`);
    sources.set(file, from);
    if (from === undefined) continue;
    const files = await filesOf(labsFolder, from);
    if (files === null)
      return wrong("from", `names "${from}", which is not in labs/`);
    if (!files.includes(file))
      return wrong(
        "file",
        `names "${file}", which labs/${from}/programs/ does not have; it has: ${files.join(", ") || "nothing"}`,
      );
  }
  return null;
}

/** What a lab gives; null where there is no such lab. */
async function filesOf(
  labsFolder: string,
  lab: string,
): Promise<string[] | null> {
  const labs = await readdir(labsFolder);
  if (!labs.includes(lab)) return null;
  return readdir(join(labsFolder, lab, "programs")).catch(() => []);
}
