import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { loadCatalog } from "../../runner/catalog/catalog.ts";
import { givenFile } from "../../runner/catalog/given-file.ts";
import { withGivenFiles } from "../../runner/grading/run/grading-place.ts";
import { openWorkspace } from "../../runner/workspace/workspace.ts";
import { createHome } from "../helpers/lab-server.ts";
import { copyLab, createLabs, problemOf } from "./lab-copies.ts";

/** The weather lab, and a lab that has its station from there, with this line of its manifest changed. */
async function shareStation(...changes: [string, string][]) {
  const labs = await createLabs();
  await copyLab(labs, "publish-subscribe", "publish-subscribe");
  const sharing = await copyLab(
    labs,
    "publish-subscribe",
    "prefixes",
    ["place: 1", "place: 2"],
    ['file: "station.ts",', 'file: "station.ts", from: "publish-subscribe",'],
    ...changes,
  );
  await rm(join(sharing, "programs"), { recursive: true });
  return labs;
}

test("a program of another lab is given to the student and to the grader", async () => {
  const labs = await shareStation();
  const catalog = await loadCatalog(labs);
  expect(catalog.problems).toEqual([]);
  const lab = catalog.lab("prefixes");
  const shared = join(labs, "publish-subscribe", "programs", "station.ts");
  expect(givenFile(lab, "station.ts")).toBe(shared);

  const station = await readFile(shared, "utf8");
  const home = await createHome();
  try {
    const workspace = await openWorkspace({ home, lab });
    const files = await workspace.files();
    await workspace.close();
    expect(files.find(({ name }) => name === "station.ts")).toMatchObject({
      text: station,
      editable: false,
    });
    expect(await withGivenFiles(lab, [])).toEqual([
      { name: "station.ts", text: station },
    ]);
  } finally {
    await home.remove();
  }
});

test("a change of the shared program changes what results of both labs depend on", async () => {
  const labs = await shareStation();
  const before = await loadCatalog(labs);
  const file = join(labs, "publish-subscribe", "programs", "station.ts");
  await writeFile(file, `${await readFile(file, "utf8")}\n`);
  const after = await loadCatalog(labs);
  for (const id of ["publish-subscribe", "prefixes"])
    expect(after.lab(id).hash).not.toBe(before.lab(id).hash);
});

test.each([
  [
    'from: "publish-subscribe"',
    'from: "weather"',
    'programs.station.from names "weather", which is not in labs/',
  ],
  [
    '"station.ts"',
    '"statoin.ts"',
    'programs.station.file names "statoin.ts", which labs/publish-subscribe/programs/ does not have; it has: station.ts',
  ],
  ["editable: false", "editable: true", "programs.station.from stands at"],
  [
    "station: {",
    'other: { file: "station.ts", args: [], editable: false },\n    station: {',
    'programs.station.from gives a second "station.ts"',
  ],
])("%s → %s is a clear error", async (piece, by, says) => {
  const { message } = await problemOf(await shareStation([piece, by]));
  expect(message).toContain(`labs/prefixes/lab.ts: ${says}`);
});
