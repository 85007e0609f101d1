import { cp, mkdir, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import {
  editableFiles,
  mistakeManifest,
  type MistakeManifest,
} from "#contract";
import type { Lab } from "../../catalog/lab.ts";
import type { Home } from "../../workspace/home.ts";

/** A known wrong solution of a lab. */
export interface Mistake {
  /** Its folder's name. */
  name: string;
  /** What its `mistake.json` says, or what is wrong with that file. */
  manifest:
    { valid: true; value: MistakeManifest } | { valid: false; defect: string };
}

/** The lab's mistakes, by name. */
export async function findMistakes(lab: Lab): Promise<Mistake[]> {
  const entries = await readdir(lab.mistakesFolder, {
    withFileTypes: true,
  }).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  });
  const names = entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);
  return Promise.all(
    names
      .sort()
      .map(async (name) => ({ name, manifest: await readManifest(lab, name) })),
  );
}

async function readManifest(
  lab: Lab,
  name: string,
): Promise<Mistake["manifest"]> {
  const file = join(lab.mistakesFolder, name, "mistake.json");
  let value: unknown;
  try {
    value = JSON.parse(await readFile(file, "utf8"));
  } catch (error) {
    return {
      valid: false,
      defect: `mistake.json: ${error instanceof Error ? error.message : String(error)}`,
    };
  }
  const parsed = mistakeManifest.safeParse(value);
  if (!parsed.success)
    return {
      valid: false,
      defect: `mistake.json: ${z.prettifyError(parsed.error)}`,
    };
  if (!lab.manifest.checks.some((check) => check.id === parsed.data.fails))
    return {
      valid: false,
      defect: `mistake.json: fails names "${parsed.data.fails}", which is not a check`,
    };
  return { valid: true, value: parsed.data };
}

/** The submission with this mistake, in a temporary folder: the solution, overlaid with the mistake's files. */
export async function overlayMistake(
  lab: Lab,
  home: Home,
  name: string,
): Promise<AsyncDisposable & { folder: string }> {
  const parent = join(home.state, "verify");
  await mkdir(parent, { recursive: true, mode: 0o700 });
  const folder = await mkdtemp(join(parent, `${lab.id}-${name}-`));
  const overlaid = {
    folder,
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
  try {
    for (const source of [lab.solutionFolder, join(lab.mistakesFolder, name)])
      for (const file of await readdir(source))
        if (editableFiles(lab.manifest).includes(file))
          await cp(join(source, file), join(folder, file));
    return overlaid;
  } catch (error) {
    await overlaid[Symbol.asyncDispose]();
    throw error;
  }
}
