import { describe, expect, it } from "vitest";
import type { LabManifest } from "#contract";
import {
  flowsOf,
  layersOf,
} from "../../../site/src/components/topology-flow.ts";
import {
  drawTopology,
  type PlacedBox,
} from "../../../site/src/components/topology-layout.ts";

type Topology = LabManifest["topology"];

const front = "tcp://127.0.0.1:5555";
const back = "tcp://127.0.0.1:5556";

const pipeline: Topology = [
  node("collector", ["PULL", "bind", back]),
  node("consumer-1", ["PULL", "connect", front], ["PUSH", "connect", back]),
  node("consumer-2", ["PULL", "connect", front], ["PUSH", "connect", back]),
  node("producer", ["PUSH", "bind", front]),
];

describe("the flow of a topology", () => {
  it("goes from PUSH to PULL, whichever of them binds", () => {
    const flows = flowsOf(pipeline);
    expect(flows.map(({ from, to }) => [from, to]).sort()).toEqual([
      [1, 0],
      [2, 0],
      [3, 1],
      [3, 2],
    ]);
    expect(flows.every(({ bothWays }) => !bothWays)).toBe(true);
    expect(flows.find(({ to }) => to === 0)?.bound).toBe("to");
    expect(flows.find(({ from }) => from === 3)?.bound).toBe("from");
  });

  it("goes from REQ to REP and back", () => {
    const flows = flowsOf([
      node("server", ["REP", "bind", front]),
      node("client", ["REQ", "connect", front]),
    ]);
    expect(flows).toEqual([{ from: 1, to: 0, bothWays: true, bound: "to" }]);
  });

  it("joins one subscriber to each of the publishers it connects to", () => {
    const flows = flowsOf([
      node("first", ["PUB", "bind", front]),
      node("second", ["PUB", "bind", back]),
      {
        terminal: "subscriber",
        sockets: [{ type: "SUB", action: "connect", endpoints: [front, back] }],
      },
    ]);
    expect(flows.map(({ from, to }) => [from, to])).toEqual([
      [0, 2],
      [1, 2],
    ]);
  });

  it("puts a node behind everything that its messages come from", () => {
    expect(layersOf(4, flowsOf(pipeline))).toEqual([2, 1, 1, 0]);
  });

  it("ends where messages go round in a circle", () => {
    const circle: Topology = [
      node("a", ["PUSH", "bind", front], ["PULL", "connect", back]),
      node("b", ["PULL", "connect", front], ["PUSH", "bind", back]),
    ];
    for (const layer of layersOf(2, flowsOf(circle)))
      expect(layer).toBeLessThan(2);
  });
});

describe.each(["right", "down"] as const)(
  "a drawing to the %s",
  (direction) => {
    const flows = flowsOf(pipeline);
    const boxes = pipeline.map(({ terminal, sockets }) => ({
      title: terminal,
      lines: sockets.map(({ type }) => `${type} connects :5555`),
    }));
    const drawing = drawTopology(boxes, layersOf(4, flows), flows, {
      direction,
    });

    it("keeps its boxes apart and inside", () => {
      for (const [index, box] of drawing.boxes.entries()) {
        expect(box.x).toBeGreaterThanOrEqual(0);
        expect(box.y).toBeGreaterThanOrEqual(0);
        expect(box.x + box.width).toBeLessThanOrEqual(drawing.width);
        expect(box.y + box.height).toBeLessThanOrEqual(drawing.height);
        for (const other of drawing.boxes.slice(index + 1))
          expect(overlap(box, other)).toBe(false);
      }
    });

    it("marks the binding end on the edge of the box that binds", () => {
      for (const { flow, bound } of drawing.curves) {
        const binder = drawing.boxes[flow[flow.bound]];
        expect(binder && touches(bound, binder)).toBe(true);
      }
    });
  },
);

function node(
  terminal: string,
  ...sockets: [
    Topology[number]["sockets"][number]["type"],
    "bind" | "connect",
    string,
  ][]
): Topology[number] {
  return {
    terminal,
    sockets: sockets.map(([type, action, endpoint]) => ({
      type,
      action,
      endpoints: [endpoint],
    })),
  };
}

function overlap(a: PlacedBox, b: PlacedBox): boolean {
  return (
    a.x < b.x + b.width &&
    b.x < a.x + a.width &&
    a.y < b.y + b.height &&
    b.y < a.y + a.height
  );
}

function touches({ x, y }: { x: number; y: number }, box: PlacedBox): boolean {
  const within =
    x >= box.x &&
    x <= box.x + box.width &&
    y >= box.y &&
    y <= box.y + box.height;
  const onEdge =
    [box.x, box.x + box.width].includes(x) ||
    [box.y, box.y + box.height].includes(y);
  return within && onEdge;
}
