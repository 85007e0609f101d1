import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { LabsError } from "#contract";
import { loadCatalog } from "../../runner/catalog/catalog.ts";
import { courseFolder } from "../../runner/catalog/course.ts";

/** A copy of the pipeline lab that may be broken. It stays in the checkout, so that `#contract` resolves. */
async function copyOfLabs(): Promise<{ labs: string; lab: string }> {
  const labs = await mkdtemp(join(courseFolder, "test", ".labs-"));
  onTestFinished(() => rm(labs, { recursive: true }));
  const lab = join(labs, "pipeline");
  await cp(join(courseFolder, "labs", "pipeline"), lab, { recursive: true });
  return { labs, lab };
}

async function edit(
  file: string,
  change: (text: string) => string,
): Promise<void> {
  const before = await readFile(file, "utf8");
  const after = change(before);
  expect(after, "the test must change the file").not.toBe(before);
  await writeFile(file, after);
}

async function defectOf(labs: string): Promise<LabsError> {
  const error: unknown = await loadCatalog(labs).then(
    () => new Error("the catalog loaded"),
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(LabsError);
  return error as LabsError;
}

test("the course's labs load in course order", async () => {
  const catalog = await loadCatalog();
  expect(catalog.labs.map((lab) => lab.id).slice(0, 4)).toEqual([
    "pair",
    "request-reply",
    "publish-subscribe",
    "pipeline",
  ]);
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
  const { labs, lab } = await copyOfLabs();
  await edit(join(lab, "lab.ts"), (text) =>
    text.replace("minutes:", "duration: 3,\n  minutes:"),
  );
  const error = await defectOf(labs);
  expect(error.code).toBe("manifest-invalid");
  expect(error.message).toContain("labs/pipeline/lab.ts");
  expect(error.message).toContain("duration");
});

test("a manifest that does not load is named with the reason", async () => {
  const { labs, lab } = await copyOfLabs();
  await edit(
    join(lab, "lab.ts"),
    (text) => `${text}\nthrow new Error("half written");`,
  );
  expect((await defectOf(labs)).message).toMatch(
    /labs\/pipeline\/lab\.ts: .*half written/,
  );
});

test("a folder whose name is not the lab's id is refused", async () => {
  const { labs, lab } = await copyOfLabs();
  await cp(lab, join(labs, "other"), { recursive: true });
  expect((await defectOf(labs)).message).toMatch(
    /labs\/other\/lab\.ts: its id is "pipeline"/,
  );
});

test("a file that the manifest names and the folder lacks is named", async () => {
  const { labs, lab } = await copyOfLabs();
  await rm(join(lab, "solution", "collector.ts"));
  expect((await defectOf(labs)).message).toMatch(
    /solution\/collector\.ts: is missing/,
  );
});

test("a terminal of an unknown program is named", async () => {
  const { labs, lab } = await copyOfLabs();
  await edit(join(lab, "lab.ts"), (text) =>
    text.replace('program: "collector"', 'program: "colector"'),
  );
  expect((await defectOf(labs)).message).toMatch(
    /terminals\[0\]\.program names "colector"/,
  );
});

test("a check without a grader, and a grader without a check, are named", async () => {
  const { labs, lab } = await copyOfLabs();
  const grader = join(lab, "grader.ts");
  const before = await readFile(grader, "utf8");
  const id = /check\(\s*"([^"]+)"/.exec(before)?.[1] ?? "";
  await writeFile(grader, before.replaceAll(`"${id}"`, '"renamed-check"'));
  expect((await defectOf(labs)).message).toContain(`"${id}" has no check`);
  await writeFile(grader, `${before}\ncheck("stray-check", async () => {});\n`);
  expect((await defectOf(labs)).message).toMatch(
    /grader\.ts: check\("stray-check"/,
  );
});

test("an editor's stray file beside the labs is not a lab", async () => {
  const folder = await mkdtemp(join(tmpdir(), "labs-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, "notes.txt"), "");
  expect((await loadCatalog(folder)).labs).toEqual([]);
});
