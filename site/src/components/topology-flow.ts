import type { LabManifest, SocketType, TopologySocket } from "#contract";

/** A connection of the diagram, in the direction in which messages flow first. */
export interface Flow {
  /** The index of the node that sends first. */
  from: number;
  /** The index of the node that receives first. */
  to: number;
  /** Whether messages flow back as well. */
  bothWays: boolean;
  /** Which end binds. */
  bound: "from" | "to";
}

/** The connections between the nodes of a lab's topology: wherever one socket connects to what another binds. */
export function flowsOf(topology: LabManifest["topology"]): Flow[] {
  const ends = topology.flatMap((node, index) =>
    node.sockets.flatMap((socket) =>
      socket.endpoints.map((endpoint) => ({ index, socket, endpoint })),
    ),
  );
  const flows: Flow[] = [];
  for (const bound of ends.filter(({ socket }) => socket.action === "bind"))
    for (const peer of ends.filter(({ socket }) => socket.action === "connect"))
      if (peer.endpoint === bound.endpoint)
        flows.push(flowBetween(bound, peer));
  return flows;
}

interface End {
  index: number;
  socket: TopologySocket;
}

function flowBetween(bound: End, peer: End): Flow {
  const boundFirst =
    precedence[bound.socket.type] < precedence[peer.socket.type];
  const [from, to] = boundFirst ? [bound, peer] : [peer, bound];
  const bothWays = !oneWay.has(from.socket.type) && !oneWay.has(to.socket.type);
  return {
    from: from.index,
    to: to.index,
    bothWays,
    bound: boundFirst ? "from" : "to",
  };
}

const oneWay: ReadonlySet<SocketType> = new Set([
  "PUSH",
  "PULL",
  "PUB",
  "SUB",
  "XPUB",
  "XSUB",
]);

/** Who of two connected sockets speaks first: the lower one. Between equals it is the one that connects. */
const precedence: Record<SocketType, number> = {
  PUSH: 0,
  PUB: 0,
  XPUB: 0,
  REQ: 0,
  DEALER: 1,
  PAIR: 1,
  ROUTER: 2,
  REP: 3,
  PULL: 3,
  SUB: 3,
  XSUB: 3,
};

/** For each node, how many others its messages have passed through at most: its column in the diagram. */
export function layersOf(nodes: number, flows: readonly Flow[]): number[] {
  const layers = new Array<number>(nodes).fill(0);
  // Each round settles one more layer; as many rounds as nodes end even where messages go round in a circle.
  for (let round = 1; round < nodes; round++)
    for (const { from, to } of flows)
      layers[to] = Math.min(
        nodes - 1,
        Math.max(layers[to] ?? 0, (layers[from] ?? 0) + 1),
      );
  return layers;
}
