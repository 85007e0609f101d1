import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { loadCatalog } from "../../runner/catalog/catalog.ts";
import { copyLab, createLabs } from "./lab-copies.ts";

/** What is said of a whole lab `pair` and a lab `begun` that has no manifest yet, with these lessons by their names. */
async function problemsWith(lessons: Record<string, string>) {
  const labs = await createLabs();
  await copyLab(labs, "pair", "pair");
  await mkdir(join(labs, "begun"));
  const folder = await createLabs();
  for (const [name, text] of Object.entries(lessons))
    await writeFile(join(folder, `${name}.mdx`), text);
  const { problems } = await loadCatalog(labs, folder);
  return problems
    .filter(({ error }) => error.message !== "labs/begun/lab.ts: is missing")
    .map(({ error }) => error.message.replace(/^test\/\.labs-[^/]+\//, ""));
}

const { labs } = await loadCatalog();
const pair = labs.find(({ id }) => id === "pair");
const steps = (pair?.manifest.checks ?? [])
  .map(({ step }) => `<Step id="${step}">`)
  .join("\n");
const sound = `---\nlab: pair\n---\n${steps}`;

test("a lesson of an unfinished lab waits for it", async () => {
  expect(
    await problemsWith({ pair: sound, begun: "---\nlab: begun\n---\n" }),
  ).toEqual([]);
});

test("a lab without a lesson is named", async () => {
  expect(await problemsWith({})).toEqual(["pair.mdx: is missing"]);
});

test("a lesson without a lab is named", async () => {
  expect(
    await problemsWith({ pair: sound, echo: "---\nlab: echo\n---\n" }),
  ).toEqual(["echo.mdx: lab: there is no folder labs/echo"]);
});

test("a lesson has the name of its lab", async () => {
  expect(
    await problemsWith({ pair: sound.replace("lab: pair", "lab: pairs") }),
  ).toEqual(['pair.mdx: lab: names "pairs"']);
  expect(await problemsWith({ pair: sound.replace("lab: pair", "") })).toEqual([
    "pair.mdx: lab: is missing in its front matter",
  ]);
});

test("a step that a check ticks and the lesson lacks is named", async () => {
  expect(
    await problemsWith({ pair: '---\nlab: pair\n---\n<Step id="other">' }),
  ).toEqual([
    `labs/pair/lab.ts: checks[0].step names "${pair?.manifest.checks[0]?.step}", which lessons/pair.mdx does not have`,
  ]);
});
