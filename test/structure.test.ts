import { glob, readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { courseFolder } from "../runner/catalog/course.ts";

/** Past this length a file has more than one job, unless it says why not. */
const longest = 250;

const sources = "{runner,site/src,labs,test}/**/*.{ts,svelte,astro,css,bash}";
const exempt = ["**/node_modules/**", "test/fixtures/**", "test/artifacts/**"];

test("a file of over 250 lines says in its first line why it is one file", async () => {
  const silent: string[] = [];
  for await (const file of glob(sources, {
    cwd: courseFolder,
    exclude: exempt,
  })) {
    const lines = (await readFile(`${courseFolder}/${file}`, "utf8")).split(
      "\n",
    );
    if (lines.length - 1 > longest && !/One file/.test(lines[0] ?? ""))
      silent.push(`${file}: ${lines.length - 1} lines`);
  }
  expect(silent).toEqual([]);
});
