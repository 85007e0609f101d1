import type { Flow } from "./topology-flow.ts";

/** A box of the diagram: a title and lines below it. */
export interface Box {
  title: string;
  lines: string[];
}

export interface PlacedBox extends Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** A curve between two boxes. Angles are in degrees, 0 pointing right. */
export interface Curve {
  flow: Flow;
  path: string;
  middle: { x: number; y: number; angle: number };
  /** Where it touches the box that binds. */
  bound: { x: number; y: number };
}

export interface Drawing {
  width: number;
  height: number;
  boxes: PlacedBox[];
  curves: Curve[];
}

/** Widths of a character in pixels at the sizes the diagram is set in, on the generous side; margins inside a box. */
const character = { title: 7.3, line: 6.1 };
const padding = { x: 13, y: 9 };
const lineHeight = { title: 17, line: 14 };
const edge = 6;

interface Options {
  /** Whether messages flow from left to right, or from top to bottom as on a narrow screen. */
  direction: "right" | "down";
}

/** Places boxes in layers along the flow of messages, each layer centred, and joins them with curves. */
export function drawTopology(
  boxes: Box[],
  layers: number[],
  flows: readonly Flow[],
  { direction }: Options,
): Drawing {
  const right = direction === "right";
  const gap = right ? { between: 84, beside: 12 } : { between: 40, beside: 12 };
  const sizes = boxes.map(sizeOf);
  const rows = groupByLayer(layers);
  // "Along" is the direction of the flow, "across" is the other one.
  const along = (index: number) =>
    (right ? sizes[index]?.width : sizes[index]?.height) ?? 0;
  const across = (index: number) =>
    (right ? sizes[index]?.height : sizes[index]?.width) ?? 0;
  const extent = (row: number[]) =>
    row.reduce(
      (sum, index) => sum + across(index),
      gap.beside * (row.length - 1),
    );
  const breadth = Math.max(...rows.map(extent));

  const placed: PlacedBox[] = boxes.map((box) => ({
    ...box,
    x: 0,
    y: 0,
    width: 0,
    height: 0,
  }));
  let position = edge;
  for (const row of rows) {
    const depth = Math.max(...row.map(along));
    let offset = edge + (breadth - extent(row)) / 2;
    for (const index of row) {
      const [x, y] = right ? [position, offset] : [offset, position];
      const size = right
        ? { width: depth, height: across(index) }
        : { width: across(index), height: depth };
      placed[index] = {
        ...(boxes[index] ?? { title: "", lines: [] }),
        x,
        y,
        ...size,
      };
      offset += across(index) + gap.beside;
    }
    position += depth + gap.between;
  }
  const length = position - gap.between + edge;
  const span = breadth + 2 * edge;
  return {
    width: right ? length : span,
    height: right ? span : length,
    boxes: placed,
    curves: flows.map((flow) => curveOf(flow, placed, right)),
  };
}

function sizeOf({ title, lines }: Box): { width: number; height: number } {
  const widest = Math.max(
    title.length * character.title,
    ...lines.map((line) => line.length * character.line),
  );
  return {
    width: Math.ceil(widest) + 2 * padding.x,
    height:
      lineHeight.title + lines.length * lineHeight.line + 2 * padding.y - 4,
  };
}

function groupByLayer(layers: number[]): number[][] {
  const rows = Array.from(
    { length: Math.max(...layers) + 1 },
    (): number[] => [],
  );
  for (const [index, layer] of layers.entries()) rows[layer]?.push(index);
  return rows.filter((row) => row.length > 0);
}

function curveOf(flow: Flow, boxes: PlacedBox[], right: boolean): Curve {
  const from = boxes[flow.from];
  const to = boxes[flow.to];
  if (!from || !to)
    throw new Error("a flow names a node that the topology does not have");
  const start = right
    ? { x: from.x + from.width, y: from.y + from.height / 2 }
    : { x: from.x + from.width / 2, y: from.y + from.height };
  const end = right
    ? { x: to.x, y: to.y + to.height / 2 }
    : { x: to.x + to.width / 2, y: to.y };
  const middle = { x: (start.x + end.x) / 2, y: (start.y + end.y) / 2 };
  const [first, second] = right
    ? [`${middle.x} ${start.y}`, `${middle.x} ${end.y}`]
    : [`${start.x} ${middle.y}`, `${end.x} ${middle.y}`];
  // The curve's direction at its middle, from the derivative of the cubic there.
  const slope = right
    ? { x: (end.x - start.x) * 0.75, y: (end.y - start.y) * 1.5 }
    : { x: (end.x - start.x) * 1.5, y: (end.y - start.y) * 0.75 };
  return {
    flow,
    path: `M${start.x} ${start.y}C${first} ${second} ${end.x} ${end.y}`,
    middle: {
      ...middle,
      angle: Math.round((Math.atan2(slope.y, slope.x) * 180) / Math.PI),
    },
    bound: flow.bound === "from" ? start : end,
  };
}
