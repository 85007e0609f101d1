import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { givenFiles, type IsolationLevel } from "#contract";
import { givenFile } from "../../catalog/given-file.ts";
import type { Lab } from "../../catalog/lab.ts";
import type { Home } from "../../workspace/home.ts";
import { makeTemporaryFolder } from "../../workspace/temporary-folder.ts";
import type { SourceFile } from "./collect-submission.ts";

/** Where one grader and the submission have their files; what of it is on the disk is removed when disposed. */
export interface GradingPlace extends AsyncDisposable {
  /** Where the submission's programs run. */
  programs: string;
  /** Where the grader may keep files of its own. */
  grader: string;
  /** Both live in memory and go with their processes; at their place on the disk nothing is written. */
  inMemory: boolean;
}

/** Finds the place of one grader, still empty: programs there find zeromq. Without a sandbox it is on the disk. */
export async function openPlace(
  lab: Lab,
  home: Home,
  level: IsolationLevel,
): Promise<GradingPlace> {
  if (level === "none") return makeFolders(lab, home);
  const place = join(home.state, "in-memory");
  await mkdir(place, { recursive: true, mode: 0o700 });
  return {
    programs: place,
    grader: place,
    inMemory: true,
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

/** All files that the submission's programs need: its own, and the lab's given ones. */
export async function withGivenFiles(
  lab: Lab,
  submitted: readonly SourceFile[],
): Promise<SourceFile[]> {
  const given = givenFiles(lab.manifest).map(async (name) => ({
    name,
    text: await readFile(givenFile(lab, name), "utf8"),
  }));
  return [...submitted, ...(await Promise.all(given))];
}

/** Makes folders with the submission, and the lab's own given programs, in them. */
export async function prepareFolder(
  lab: Lab,
  home: Home,
  submitted: readonly SourceFile[],
): Promise<GradingPlace> {
  await using cleanup = new AsyncDisposableStack();
  const place = cleanup.use(await makeFolders(lab, home));
  for (const { name, text } of await withGivenFiles(lab, submitted))
    await writeFile(join(place.programs, name), text);
  cleanup.move();
  return place;
}

async function makeFolders(lab: Lab, home: Home): Promise<GradingPlace> {
  await using cleanup = new AsyncDisposableStack();
  const make = async (name: string) =>
    cleanup.use(await makeTemporaryFolder(home.state, "grading", name)).path;
  const programs = await make(lab.id);
  const grader = await make("grader");
  const folders = cleanup.move();
  return {
    programs,
    grader,
    inMemory: false,
    [Symbol.asyncDispose]: () => folders.disposeAsync(),
  };
}
