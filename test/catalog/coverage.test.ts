import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import GithubSlugger from "github-slugger";
import { expect, test } from "vitest";
import { loadCatalog } from "../../runner/catalog/catalog.ts";
import { labsFolder } from "../../runner/catalog/course.ts";

const { labs } = await loadCatalog();
const text = readFileSync(join(labsFolder, "README.md"), "utf8");
const links = [...text.matchAll(/\[([^\]]+)\]\(([^)]+)\)/g)].map(
  ([, words = "", target = ""]) => ({ words, target }),
);

/** The headings of a lesson, with their anchors as the site makes them. */
function headingsOf(file: string): Map<string, string> {
  const slugger = new GithubSlugger();
  const lesson = readFileSync(resolve(labsFolder, file), "utf8");
  return new Map(
    [...lesson.matchAll(/^#{2,3} (.+)$/gm)].map(([, heading = ""]) => [
      slugger.slug(heading),
      heading,
    ]),
  );
}

test.each(links)("what the course covers: $words $target", (link) => {
  const [file = "", anchor] = link.target.split("#");
  if (anchor !== undefined) {
    expect(headingsOf(file).get(anchor)).toBe(link.words);
    return;
  }
  const [lab, check] = link.words.split(": ");
  expect(file).toBe(`${lab}/grader.ts`);
  const manifest = labs.find(({ id }) => id === lab)?.manifest;
  expect(manifest?.checks.map(({ id }) => id)).toContain(check);
});

test("each row says where, and what has a lab is no longer to come", () => {
  const rows = text
    .split("\n")
    .filter((line) => /^\| [A-E]/.test(line))
    .map((line) => line.split(" | ").at(-1) ?? "");
  expect(rows.length).toBeGreaterThan(40);
  for (const row of rows) expect(row).toMatch(/\]\(|\*to come\*: `/);
  const toCome = [...text.matchAll(/\*to come\*: ((?:`[\w-]+`(?:, )?)+)/g)]
    .flatMap(([, names = ""]) => [...names.matchAll(/`([\w-]+)`/g)])
    .map(([, name]) => name);
  expect(toCome.length).toBeGreaterThan(0);
  expect(labs.map(({ id }) => id).filter((id) => toCome.includes(id))).toEqual(
    [],
  );
});
