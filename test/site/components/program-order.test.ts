import { expect, test } from "vitest";
import { loadCatalog } from "../../../runner/catalog/catalog.ts";
import {
  filesInOrder,
  nodesInOrder,
} from "../../../site/src/components/program-order.ts";

const { labs } = await loadCatalog();

function manifestOf(id: string) {
  const lab = labs.find((each) => each.id === id);
  if (!lab) throw new Error(`There is no lab ${id}.`);
  return lab.manifest;
}

test("the diagram has its boxes in the order of the terminals, whatever order the topology has", () => {
  const { topology, terminals } = manifestOf("pipeline");
  const ids = terminals.map(({ id }) => id);
  expect(topology.map(({ terminal }) => terminal)).not.toEqual(ids);
  const nodes = nodesInOrder({ topology, terminals });
  expect(nodes.map(({ terminal }) => terminal)).toEqual(ids);
  expect(nodes).toHaveLength(topology.length);
});

test("files stand in the order in which their programs start, and those without a terminal come last", () => {
  const { terminals, programs } = manifestOf("streamer");
  const names = ["hoarder.ts", "producer.ts", "worker.ts", "streamer.ts"];
  const files = names.map((name) => ({ name }));
  const sorted = filesInOrder(files, { terminals, programs });
  expect(sorted.map(({ name }) => name)).toEqual([
    "streamer.ts",
    "worker.ts",
    "producer.ts",
    "hoarder.ts",
  ]);
});
