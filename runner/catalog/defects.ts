import { readFile, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { editableFiles, type LabManifest } from "#contract";
import { strayFrom } from "./given-file.ts";

/** Something in a lab's folder that does not fit its manifest. */
export interface Defect {
  /** The file, from the lab's folder. */
  file: string;
  /** The field or line and what is wrong with it. */
  problem: string;
  hint: string;
}

interface LabFiles {
  manifest: LabManifest;
  folder: string;
  graderFile: string;
}

/** The first thing that the manifest names and the folder lacks, or the other way round; null when they fit. */
export async function findDefect(lab: LabFiles): Promise<Defect | null> {
  return (
    danglingName(lab.manifest) ??
    repeatedName(lab.manifest) ??
    (await strayShare(lab)) ??
    (await missingFile(lab)) ??
    (await unmatchedCheck(lab))
  );
}

function danglingName(manifest: LabManifest): Defect | null {
  for (const [index, terminal] of manifest.terminals.entries())
    if (!(terminal.program in manifest.programs))
      return inManifest(
        `terminals[${index}].program`,
        `names "${terminal.program}", which is not in programs`,
      );
  const terminals = new Set(manifest.terminals.map((terminal) => terminal.id));
  for (const [index, node] of manifest.topology.entries())
    if (!terminals.has(node.terminal))
      return inManifest(
        `topology[${index}].terminal`,
        `names "${node.terminal}", which is not in terminals`,
      );
  const files = editableFiles(manifest);
  for (const [index, { todosIn = [] }] of manifest.checks.entries())
    for (const file of todosIn)
      if (!files.includes(file))
        return inManifest(
          `checks[${index}].todosIn`,
          `names "${file}", which is no file that the student edits`,
        );
  const bound = manifest.topology.flatMap(({ sockets }) =>
    sockets
      .filter((socket) => socket.action === "bind")
      .flatMap((socket) => socket.endpoints),
  );
  for (const [index, node] of manifest.topology.entries())
    for (const socket of node.sockets)
      for (const endpoint of socket.endpoints)
        if (!bound.includes(endpoint))
          return inManifest(
            `topology[${index}].sockets`,
            `connects to ${endpoint}, which no socket binds`,
          );
  return null;
}

function repeatedName(manifest: LabManifest): Defect | null {
  for (const field of ["terminals", "checks"] as const) {
    const ids = manifest[field].map((each) => each.id);
    const repeated = ids.find((id, index) => ids.indexOf(id) !== index);
    if (repeated) return inManifest(field, `has "${repeated}" twice`);
  }
  return null;
}

async function strayShare({
  manifest,
  folder,
}: LabFiles): Promise<Defect | null> {
  const stray = await strayFrom(manifest, dirname(folder));
  return stray && inManifest(stray.field, stray.problem);
}

async function missingFile({
  manifest,
  folder,
}: LabFiles): Promise<Defect | null> {
  const wanted = [
    ...editableFiles(manifest).flatMap((file) => [
      join("starter", file),
      join("solution", file),
    ]),
    ...Object.values(manifest.programs)
      .filter(({ editable, from }) => !editable && from === undefined)
      .map(({ file }) => join("programs", file)),
    "grader.ts",
  ];
  for (const file of wanted)
    if (!(await isFile(join(folder, file))))
      return {
        file,
        problem: "is missing",
        hint:
          file === "grader.ts"
            ? 'Write it: one check("…", …) for each check of lab.ts.'
            : "Add it, or correct `programs` in lab.ts.",
      };
  return null;
}

async function unmatchedCheck({
  manifest,
  graderFile,
}: LabFiles): Promise<Defect | null> {
  const source = await readFile(graderFile, "utf8");
  const graded = [...source.matchAll(/\bcheck\(\s*["'`]([^"'`]+)["'`]/g)].map(
    (match) => match[1] ?? "",
  );
  for (const [index, { id }] of manifest.checks.entries())
    if (!graded.includes(id))
      return inManifest(
        `checks[${index}].id`,
        `"${id}" has no check("${id}", …) in grader.ts`,
      );
  const declared = new Set(manifest.checks.map((each) => each.id));
  const stray = graded.find((id) => !declared.has(id));
  if (stray === undefined) return null;
  return {
    file: "grader.ts",
    problem: `check("${stray}", …) is not in the checks of lab.ts`,
    hint: "Declare it in lab.ts with its title, points and hints.",
  };
}

function inManifest(field: string, problem: string): Defect {
  return {
    file: "lab.ts",
    problem: `${field} ${problem}`,
    hint: "Correct the name on one of the two sides.",
  };
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (stats) => stats.isFile(),
    () => false,
  );
}
