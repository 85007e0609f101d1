import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { LabsError } from "#contract";
import { loadCatalog, requireWhole } from "../../runner/catalog/catalog.ts";
import {
  copyLab,
  copyOfPipeline,
  createLabs,
  edit,
  problemOf,
} from "./lab-copies.ts";

test("the course is whole: nothing that it has is unfinished", async () => {
  const catalog = await loadCatalog();
  expect(catalog.problems.map(({ error }) => error.message)).toEqual([]);
  expect(requireWhole(catalog)).toBe(catalog);
  expect(catalog.labs.length).toBeGreaterThan(0);
});

test("an unknown lab is an error that names the labs there are", async () => {
  const catalog = await loadCatalog();
  expect(() => catalog.lab("pipelines")).toThrow(
    /There is no lab called "pipelines"/,
  );
  try {
    catalog.lab("pipelines");
  } catch (error) {
    expect((error as LabsError).hint).toContain("pipeline");
  }
});

test("an unknown manifest field is named with its file", async () => {
  const { labs, lab } = await copyOfPipeline();
  await edit(join(lab, "lab.ts"), (text) =>
    text.replace("minutes:", "duration: 3,\n  minutes:"),
  );
  const error = await problemOf(labs);
  expect(error.code).toBe("manifest-invalid");
  expect(error.message).toContain("labs/pipeline/lab.ts");
  expect(error.message).toContain("duration");
});

test("a manifest that does not load is named with the reason", async () => {
  const { labs, lab } = await copyOfPipeline();
  await edit(
    join(lab, "lab.ts"),
    (text) => `${text}\nthrow new Error("half written");`,
  );
  expect((await problemOf(labs)).message).toMatch(
    /labs\/pipeline\/lab\.ts: .*half written/,
  );
});

test("a folder whose name is not the lab's id is refused", async () => {
  const { labs, lab } = await copyOfPipeline();
  await cp(lab, join(labs, "other"), { recursive: true });
  expect((await loadCatalog(labs)).labs.map(({ id }) => id)).toEqual([
    "pipeline",
  ]);
  expect((await problemOf(labs)).message).toMatch(
    /labs\/other\/lab\.ts: its id is "pipeline"/,
  );
});

test("a file that the manifest names and the folder lacks is named", async () => {
  const { labs, lab } = await copyOfPipeline();
  await rm(join(lab, "solution", "collector.ts"));
  expect((await problemOf(labs)).message).toMatch(
    /solution\/collector\.ts: is missing/,
  );
});

test("TODOs of a file that the student does not edit are named", async () => {
  const { labs, lab } = await copyOfPipeline();
  await edit(join(lab, "lab.ts"), (text) =>
    text.replace('todosIn: ["collector.ts"]', 'todosIn: ["colector.ts"]'),
  );
  expect((await problemOf(labs)).message).toMatch(
    /checks\[0\]\.todosIn names "colector\.ts"/,
  );
});

test("a terminal of an unknown program is named", async () => {
  const { labs, lab } = await copyOfPipeline();
  await edit(join(lab, "lab.ts"), (text) =>
    text.replace('program: "collector"', 'program: "colector"'),
  );
  expect((await problemOf(labs)).message).toMatch(
    /terminals\[0\]\.program names "colector"/,
  );
});

test("a check without a grader, and a grader without a check, are named", async () => {
  const { labs, lab } = await copyOfPipeline();
  const grader = join(lab, "grader.ts");
  const before = await readFile(grader, "utf8");
  const id = /check\(\s*"([^"]+)"/.exec(before)?.[1] ?? "";
  await writeFile(grader, before.replaceAll(`"${id}"`, '"renamed-check"'));
  expect((await problemOf(labs)).message).toContain(`"${id}" has no check`);
  await writeFile(grader, `${before}\ncheck("stray-check", async () => {});\n`);
  expect((await problemOf(labs)).message).toMatch(
    /grader\.ts: check\("stray-check"/,
  );
});

test("an editor's stray file beside the labs is not a lab", async () => {
  const folder = await mkdtemp(join(tmpdir(), "labs-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, "notes.txt"), "");
  expect((await loadCatalog(folder)).labs).toEqual([]);
});

test("an unfinished lab hurts only itself, and asking for it says what is wrong with it", async () => {
  const labs = await createLabs();
  await copyLab(labs, "pair", "pair");
  await mkdir(join(labs, "begun"));
  const halfWritten = await copyLab(labs, "pipeline", "half-written");
  await rm(join(halfWritten, "grader.ts"));
  const catalog = await loadCatalog(labs);
  expect(catalog.labs.map(({ id }) => id)).toEqual(["pair"]);
  expect(catalog.lab("pair").id).toBe("pair");
  expect(catalog.problems.map(({ error }) => error.message)).toEqual([
    "labs/begun/lab.ts: is missing",
    "labs/half-written/grader.ts: is missing",
  ]);
  expect(() => catalog.lab("half-written")).toThrow(
    "labs/half-written/grader.ts: is missing",
  );
  expect(() => catalog.lab("beguns")).toThrow(/no lab called "beguns"/);
  expect(() => requireWhole(catalog)).toThrow(
    /labs\/begun\/lab\.ts[^]*labs\/half-written\/grader\.ts/,
  );
});

test("a manifest that was mended counts at once", async () => {
  const { labs, lab } = await copyOfPipeline();
  await edit(join(lab, "lab.ts"), (text) =>
    text.replace("minutes: ", "minutes: 1000 + "),
  );
  expect((await problemOf(labs)).message).toContain("minutes");
  await edit(join(lab, "lab.ts"), (text) => text.replace("1000 + ", ""));
  expect((await loadCatalog(labs)).problems).toEqual([]);
});
