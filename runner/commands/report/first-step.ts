import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { editableFiles, textIn, type CheckResult } from "#contract";
import type { Lab } from "../../catalog/lab.ts";

/** What to do first after a check that did not pass, in a sentence: for the starter as it was given, its first TODO. */
export async function firstStep(
  lab: Lab,
  folder: string,
  checks: readonly CheckResult[],
): Promise<string | null> {
  const open = checks.find(
    (check) => check.status === "fail" || check.status === "timeout",
  );
  if (!open) return null;
  const todo = (await isStarter(lab, folder)) ? await firstTodo(lab) : null;
  if (todo) return `These files are as they were given. Begin with ${todo}`;
  const check = lab.manifest.checks.find(({ id }) => id === open.id);
  return check
    ? `Begin with "${textIn(check.title, "en")}": the checks after it often rest on it.`
    : null;
}

async function isStarter(lab: Lab, folder: string): Promise<boolean> {
  const same = editableFiles(lab.manifest).map(async (name) => {
    const [given, handedIn] = await Promise.all([
      read(lab.starterFolder, name),
      read(folder, name),
    ]);
    return given === handedIn;
  });
  return !(await Promise.all(same)).includes(false);
}

async function firstTodo(lab: Lab): Promise<string | null> {
  for (const name of editableFiles(lab.manifest)) {
    const lines = (await read(lab.starterFolder, name)).split("\n");
    const index = lines.findIndex((line) => line.includes("TODO"));
    if (index !== -1)
      return `${name}, line ${index + 1}: ${lines[index]?.replace(/^[\s/*]+/, "").trim() ?? ""}`;
  }
  return null;
}

function read(folder: string, name: string): Promise<string> {
  return readFile(join(folder, name), "utf8");
}
