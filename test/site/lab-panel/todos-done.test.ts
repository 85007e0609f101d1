import { expect, test } from "vitest";
import type { GradingResult } from "#contract";
import { loadCatalog } from "../../../runner/catalog/catalog.ts";
import { todosDone } from "../../../site/src/lab-panel/editor/todos-done.ts";

const catalog = await loadCatalog();

/** A result in which these checks passed; only they are looked at. */
function passed(...ids: string[]): GradingResult {
  const checks = ids.map((id) => ({ id, status: "pass" }));
  return { checks } as unknown as GradingResult;
}

test("a file's TODOs are done when the checks that are about them have passed", () => {
  const { manifest } = catalog.lab("pair");
  expect(todosDone(manifest, "server.ts", null)).toBe(false);
  const result = passed("server-receives");
  expect(todosDone(manifest, "server.ts", result)).toBe(true);
  expect(todosDone(manifest, "client.ts", result)).toBe(false);
});

test("where a manifest says nothing, all checks are about all files", () => {
  const { manifest } = catalog.lab("ports");
  const [first, ...others] = manifest.checks.map(({ id }) => id);
  expect(others).not.toEqual([]);
  expect(todosDone(manifest, "server.ts", passed(first ?? ""))).toBe(false);
  const all = passed(first ?? "", ...others);
  expect(todosDone(manifest, "server.ts", all)).toBe(true);
});

test("every file with a TODO has a check that makes it go", () => {
  for (const { manifest } of catalog.labs) {
    const all = passed(...manifest.checks.map(({ id }) => id));
    for (const { file, editable } of Object.values(manifest.programs))
      if (editable)
        expect
          .soft(todosDone(manifest, file, all), `${manifest.id}: ${file}`)
          .toBe(true);
  }
});
