import { existsSync, realpathSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { courseFolder } from "./tools.ts";

/** A package on this machine. */
export interface InstalledPackage {
  name: string;
  folder: string;
}

const manifest = z.object({
  dependencies: z.record(z.string(), z.string()).default({}),
});

/** The packages that a student's program may import, with all that they need: nothing else of the course's own is shown. */
export async function programPackages(
  names: string[] = ["zeromq"],
): Promise<InstalledPackage[]> {
  const found = new Map<string, string>();
  const queue = names.map((name) => ({ name, from: courseFolder }));
  for (let next = queue.shift(); next; next = queue.shift()) {
    if (found.has(next.name)) continue;
    const folder = locate(next.name, next.from);
    found.set(next.name, folder);
    const { dependencies } = manifest.parse(
      JSON.parse(await readFile(join(folder, "package.json"), "utf8")),
    );
    queue.push(
      ...Object.keys(dependencies).map((name) => ({ name, from: folder })),
    );
  }
  return [...found].map(([name, folder]) => ({ name, folder }));
}

/** Node's own rule: the nearest `node_modules` upwards that has it. */
function locate(name: string, from: string): string {
  for (let folder = from; ; folder = join(folder, "..")) {
    const candidate = join(folder, "node_modules", name);
    if (existsSync(join(candidate, "package.json")))
      return realpathSync(candidate);
    if (folder === "/")
      throw new Error(`The package ${name} is not installed: run npm install.`);
  }
}
