import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import { courseFolder } from "../../runner/catalog/course.ts";

/** Copies of the course are made here: on the disk of its packages, and where nothing looks for sources. */
const copies = join(courseFolder, "test", "artifacts");

/** What `npm start` needs, besides the packages. */
const needed = ["labs", "runner", "site", "package.json", "tsconfig.json"];

/** What is made anew. */
const made = ["dist", ".astro", "node_modules"];

/** A checkout of the course of its own, as an instructor has one who adds a lab; `remove` deletes it. */
export async function copyCheckout(): Promise<{
  folder: string;
  remove(): Promise<void>;
}> {
  await mkdir(copies, { recursive: true });
  const folder = await mkdtemp(join(copies, ".course-"));
  const filter = (path: string) => !made.includes(basename(path));
  for (const name of needed)
    await cp(join(courseFolder, name), join(folder, name), {
      recursive: true,
      filter,
    });
  // Hard links: seven hundred megabytes are there at once, and a link to the folder would lead the build out of the copy.
  await promisify(execFile)("cp", [
    "-al",
    join(courseFolder, "node_modules"),
    join(folder, "node_modules"),
  ]);
  return { folder, remove: () => rm(folder, { recursive: true }) };
}
