import { createHash } from "node:crypto";
import { readdir, readFile, stat } from "node:fs/promises";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { z } from "zod";
import {
  givenFiles,
  labManifest,
  LabsError,
  type LabManifest,
} from "#contract";
import { findDefect } from "./defects.ts";
import { givenFile } from "./given-file.ts";

/** One lab as it stands on disk, parsed and complete. */
export interface Lab {
  id: string;
  manifest: LabManifest;
  /** Its folder. */
  folder: string;
  /** Files the student edits, as given. */
  starterFolder: string;
  /** Files that are given and not graded. Those of a program with `from` lie elsewhere: ask {@link givenFile}. */
  programsFolder: string;
  solutionFolder: string;
  /** Right answers in other styles, a folder each: files that stand in for those of the solution. May be missing. */
  alternativesFolder: string;
  /** Known wrong answers. May be missing. */
  mistakesFile: string;
  graderFile: string;
  /** SHA-256 of manifest, programs and grader: what a result depends on besides the submission. */
  hash: string;
}

/** Reads `<labsFolder>/<id>/lab.ts` and checks that everything it names is there. Throws `manifest-invalid`. */
export async function loadLab(labsFolder: string, id: string): Promise<Lab> {
  const folder = join(labsFolder, id);
  const manifest = await readManifest(folder, id);
  const lab = {
    id,
    manifest,
    folder,
    starterFolder: join(folder, "starter"),
    programsFolder: join(folder, "programs"),
    solutionFolder: join(folder, "solution"),
    alternativesFolder: join(folder, "alternatives"),
    mistakesFile: join(folder, "mistakes.ts"),
    graderFile: join(folder, "grader.ts"),
  };
  const defect = await findDefect(lab);
  if (defect) throw invalid(id, defect.file, defect.problem, defect.hint);
  return { ...lab, hash: await hashLab(lab) };
}

async function readManifest(folder: string, id: string): Promise<LabManifest> {
  const file = join(folder, "lab.ts");
  const stats = await stat(file).catch(() => null);
  if (stats === null)
    throw invalid(
      id,
      "lab.ts",
      "is missing",
      "Every folder in labs/ needs a lab.ts: the manifest.",
    );
  // Node keeps what it has imported: without its time a manifest that was mended would stay as it was until a restart.
  const address = `${pathToFileURL(file).href}?${stats.mtimeMs}`;
  const module: unknown = await import(address).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    throw invalid(id, "lab.ts", `it cannot be loaded: ${reason}`, manifestHint);
  });
  const parsed = labManifest.safeParse(
    (module as { default?: unknown }).default,
  );
  if (!parsed.success)
    throw invalid(id, "lab.ts", z.prettifyError(parsed.error), manifestHint);
  if (parsed.data.id !== id)
    throw invalid(
      id,
      "lab.ts",
      `its id is "${parsed.data.id}" but its folder is "${id}"`,
      "Give both the same name.",
    );
  return parsed.data;
}

const manifestHint =
  "The fields and their meaning stand in runner/contract/manifest.ts.";

function invalid(
  id: string,
  file: string,
  problem: string,
  hint: string,
): LabsError {
  return new LabsError("manifest-invalid", `labs/${id}/${file}: ${problem}`, {
    hint,
  });
}

async function hashLab(lab: Omit<Lab, "hash">): Promise<string> {
  const given = [
    ...(await filesBelow(lab.programsFolder)),
    ...givenFiles(lab.manifest).map((name) => givenFile(lab, name)),
  ];
  const files = [join(lab.folder, "lab.ts"), lab.graderFile, ...new Set(given)];
  const hash = createHash("sha256");
  for (const file of files.sort()) {
    const bytes = await readFile(file);
    hash
      .update(`${relative(lab.folder, file)}\0${bytes.length}\0`)
      .update(bytes);
  }
  return hash.digest("hex");
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, {
    withFileTypes: true,
    recursive: true,
  }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
