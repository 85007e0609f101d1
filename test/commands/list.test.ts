import { expect, test } from "vitest";
import { LabsError } from "#contract";
import { loadCatalog, type Catalog } from "../../runner/catalog/catalog.ts";
import { runList } from "../../runner/commands/list.ts";
import { recordOutput } from "./output.ts";

const catalog = await loadCatalog();

function list(listed: Catalog) {
  const recorded = recordOutput();
  const code = runList(listed, recorded.output);
  return { code, result: recorded.result(), notes: recorded.notes() };
}

test("the labs are listed in course order, part by part, with their minutes", () => {
  const { code, result, notes } = list(catalog);
  const ids = result
    .split("\n")
    .flatMap(
      (line) => /^ {2}(\S+) +\d+ min +\d+ points {2}\S/.exec(line)?.[1] ?? [],
    );
  expect(ids).toEqual(catalog.labs.map(({ id }) => id));
  expect(result).toContain("Phase 2: Client and server\n  request-reply");
  const minutes = catalog.labs.reduce(
    (sum, { manifest }) => sum + manifest.minutes,
    0,
  );
  expect(result).toContain(`${minutes} minutes in all.`);
  expect(result).not.toContain("Unfinished");
  expect([code, notes]).toEqual([0, ""]);
});

test("what is unfinished is named behind the others: exit code 3", () => {
  const error = new LabsError(
    "manifest-invalid",
    "labs/echo/lab.ts: is missing",
    {
      hint: "Write it.",
    },
  );
  const { code, result, notes } = list({
    ...catalog,
    problems: [{ lab: "echo", error }],
  });
  expect(result).toContain("  pipeline ");
  expect(notes).toMatch(
    /Unfinished[^]*labs\/echo\/lab\.ts: is missing\n {4}Write it\./,
  );
  expect(code).toBe(3);
});
