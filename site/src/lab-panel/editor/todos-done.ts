import { editableFiles, type GradingResult, type LabManifest } from "#contract";

/** Whether what a file's TODOs ask for is done: in the last result every check that is about them passed. */
export function todosDone(
  manifest: LabManifest,
  file: string,
  result: GradingResult | null,
): boolean {
  const all = editableFiles(manifest);
  const about = manifest.checks.filter(({ todosIn = all }) =>
    todosIn.includes(file),
  );
  const passed = (id: string) =>
    result?.checks.some((check) => check.id === id && check.status === "pass");
  return about.length > 0 && about.every(({ id }) => passed(id));
}
