import { expect, test } from "vitest";
import { groupByPart, partId, partName, partTitle } from "#contract";
import { loadCatalog } from "../../runner/catalog/catalog.ts";
import { copyLab, createLabs, problemOf } from "./lab-copies.ts";

const inPart = (part: string, place: number): [string, string] => [
  'part: "phase-4",\n  place: 1,',
  `part: "${part}",\n  place: ${place},`,
];

test("labs come by part, then by place, whatever they are called", async () => {
  const labs = await createLabs();
  await copyLab(labs, "pipeline", "after", inPart("phase-4", 30));
  await copyLab(labs, "pipeline", "devices", inPart("devices", 1));
  await copyLab(labs, "pipeline", "between", inPart("phase-4", 5));
  await copyLab(labs, "pipeline", "zeroth", inPart("start", 9));
  await copyLab(labs, "pipeline", "pipeline");
  const catalog = await loadCatalog(labs);
  const parts = groupByPart(catalog.labs, ({ manifest }) => manifest.part);
  expect(
    parts.map(({ part, members }) => [part, ...members.map(({ id }) => id)]),
  ).toEqual([
    ["start", "zeroth"],
    ["phase-4", "pipeline", "between", "after"],
    ["devices", "devices"],
  ]);
});

test("two labs with the same place are an error that names both, and both go on", async () => {
  const labs = await createLabs();
  await copyLab(labs, "pipeline", "pipeline");
  await copyLab(labs, "pipeline", "workers");
  const { message, hint } = await problemOf(labs);
  expect(message).toBe(
    'labs/workers/lab.ts: place is 1 in the part "phase-4", and so it is in labs/pipeline/lab.ts',
  );
  expect(hint).toContain("another place");
  expect((await loadCatalog(labs)).labs).toHaveLength(2);
});

test("a part that is not in the course is named with the parts there are", async () => {
  const labs = await createLabs();
  await copyLab(labs, "pipeline", "pipeline", inPart("phase-5", 1));
  const { message } = await problemOf(labs);
  expect(message).toContain("labs/pipeline/lab.ts");
  expect(message).toContain("part");
  for (const part of partId.options) expect(message).toContain(part);
});

test("every part has a name in both languages", () => {
  expect(partTitle("phase-2", "en")).toBe("Phase 2: Client and server");
  expect(partTitle("phase-2", "zh-cn")).toBe("第二阶段：客户端与服务器");
  for (const part of partId.options) {
    expect(partName(part, "zh-cn")).not.toBe(partName(part, "en"));
    expect(partTitle(part, "en")).toContain(partName(part, "en"));
  }
});
