import { lstat, mkdir, symlink } from "node:fs/promises";
import { join, resolve } from "node:path";
import { courseFolder } from "../catalog/course.ts";
import { removeAbandonedFolders } from "./temporary-folder.ts";
import { writeAtomic } from "./write-atomic.ts";

/** The folders that hold what belongs to the student. */
export interface Home {
  /** The folder that holds both; programs below it find `zeromq` and are ES modules. */
  root: string;
  /** `<root>/workspace`: the student's files, one folder a lab. */
  workspace: string;
  /** `<root>/.labs`: secret, progress, snapshots and temporary folders; readable by this user only. */
  state: string;
}

/** Makes the folders where they are missing, and removes what a killed process has left in them. The default home is the course's own folder. */
export async function openHome(folder: string = courseFolder): Promise<Home> {
  // Programs and graders run in folders of their own.
  const root = resolve(folder);
  const home = {
    root,
    workspace: join(root, "workspace"),
    state: join(root, ".labs"),
  };
  await mkdir(home.workspace, { recursive: true });
  await mkdir(home.state, { recursive: true, mode: 0o700 });
  await removeAbandonedFolders(home.state);
  if (root !== courseFolder) await makeModulesResolvable(root);
  return home;
}

/**
 * Node looks for packages and for `package.json` in the folders above a program: outside the checkout we provide both.
 * What stands there already stays, also when another command makes it at this moment.
 */
async function makeModulesResolvable(root: string): Promise<void> {
  await symlink(
    join(courseFolder, "node_modules"),
    join(root, "node_modules"),
  ).catch(unlessThere);
  const manifest = join(root, "package.json");
  if (await lstat(manifest).catch(() => null)) return;
  // In one step: a program that starts now must not read half of it.
  await writeAtomic(
    manifest,
    Buffer.from('{ "type": "module", "private": true }\n'),
  );
}

function unlessThere(error: unknown): void {
  if (!(error instanceof Error && "code" in error && error.code === "EEXIST"))
    throw error;
}
