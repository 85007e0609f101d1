// One file: all that the socket does, each beside a runner's end of it.
import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import {
  closeCodes,
  encodeOutput,
  protocolVersion,
  socketProtocol,
  type ServerMessage,
} from "#contract";
import { afterEach, describe, expect, test, vi } from "vitest";
import { WebSocketServer, type WebSocket as Peer } from "ws";
import { passFrom, proofFrom } from "../helpers/pass.ts";
import {
  openLabSocket,
  type Connection,
  type LabSocketOptions,
} from "../../site/src/client/lab-socket.ts";

const welcome: ServerMessage = {
  type: "welcome",
  run: "first",
  isolation: { level: "isolated", reason: null, remedy: null },
  terminals: [],
  files: [],
  progress: {
    attempts: 0,
    lastResult: null,
    passed: [],
    steps: [],
    answers: {},
    hints: {},
  },
  grading: null,
  outdated: false,
};

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const token = "5e".repeat(32);

/** What a runner with the page's token shows it. */
function prove(peer: Peer, offered: string, known = token): void {
  const nonce = /nonce\.([0-9a-f]{64})/.exec(offered)?.[1] ?? "";
  const link = `http://127.0.0.1/#token=${known}`;
  const proof = proofFrom({ link }, nonce);
  peer.send(JSON.stringify({ type: "proof", proof, returnKey: token }));
}

/** A runner's end of the socket: proves itself and greets, unless `answer` does something else. */
async function listen(
  port = 0,
  answer = (peer: Peer) => peer.send(JSON.stringify(welcome)),
) {
  const server = new WebSocketServer({
    host: "127.0.0.1",
    port,
    handleProtocols: () => socketProtocol,
  });
  const received: unknown[] = [];
  const offered: string[] = [];
  server.on("connection", (peer, request) => {
    const offer = request.headers["sec-websocket-protocol"] ?? "";
    offered.push(offer);
    prove(peer, offer);
    peer.on("message", (data: Buffer, binary) => {
      received.push(binary ? data : (JSON.parse(data.toString()) as unknown));
      if (received.length === 1 || (!binary && data.includes('"hello"')))
        answer(peer);
    });
  });
  await once(server, "listening");
  let stopped = false;
  async function stop(code?: number): Promise<void> {
    if (stopped) return;
    stopped = true;
    for (const peer of server.clients) {
      if (code === undefined) peer.terminate();
      else peer.close(code);
    }
    await new Promise((resolve) => server.close(resolve));
  }
  cleanups.push(() => stop());
  return {
    server,
    received,
    offered,
    stop,
    port: (server.address() as AddressInfo).port,
  };
}

function open(port: number, options: Partial<LabSocketOptions> = {}) {
  const seen = {
    connections: [] as Connection[],
    messages: [] as ServerMessage[],
    output: "",
  };
  const socket = openLabSocket({
    address: new URL(`ws://127.0.0.1:${port}/api/labs/pair/socket`),
    token: () => token,
    onReturnKey: () => undefined,
    hello: () => ({
      type: "hello",
      protocol: protocolVersion,
      run: null,
      terminals: [],
    }),
    diagnose: () => Promise.resolve("away"),
    onConnection: (connection) => seen.connections.push(connection),
    onMessage: (message) => seen.messages.push(message),
    onOutput: ({ bytes }) => (seen.output += new TextDecoder().decode(bytes)),
    ...options,
  });
  cleanups.push(() => socket.close());
  return { socket, seen };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

const until = (assertion: () => void) =>
  vi.waitFor(assertion, { timeout: 15_000, interval: 5 });

describe("the lab's socket", () => {
  test("offers the protocol, the pass and a nonce, says hello, and is open once it is welcomed", async () => {
    const runner = await listen();
    const { socket, seen } = open(runner.port);
    await until(() => expect(seen.connections).toEqual(["open"]));
    expect(runner.offered[0]).toMatch(
      RegExp(
        `^zeromq-labs\\.v1, ?token\\.${passFrom({ link: `http://127.0.0.1/#token=${token}` })}, ?nonce\\.[0-9a-f]{64}$`,
      ),
    );
    expect(runner.received).toEqual([
      { type: "hello", protocol: protocolVersion, run: null, terminals: [] },
    ]);
    expect(socket.send({ type: "check" })).toBe(true);
    await until(() =>
      expect(runner.received.at(-1)).toEqual({ type: "check" }),
    );
  });

  test("sends nothing before it is welcomed, and says so", async () => {
    const runner = await listen(0, () => {});
    const { socket } = open(runner.port);
    await until(() => expect(runner.received).toHaveLength(1));
    expect(socket.send({ type: "check" })).toBe(false);
    expect(socket.type(0, Uint8Array.of(13))).toBe(false);
  });

  test("hands on messages and output, and cuts what is typed into frames that are allowed", async () => {
    const runner = await listen(0, (peer) => {
      peer.send(JSON.stringify(welcome));
      peer.send(
        encodeOutput({ terminal: 0, sequence: 0, length: 5 }, (payload) =>
          payload.set(new TextEncoder().encode("lab$ ")),
        ),
      );
    });
    const { socket, seen } = open(runner.port);
    await until(() => expect(seen.output).toBe("lab$ "));
    expect(seen.messages.map(({ type }) => type)).toEqual(["welcome"]);
    socket.type(2, new Uint8Array(100_000).fill(97));
    await until(() => expect(runner.received).toHaveLength(3));
    const frames = runner.received.slice(1) as Buffer[];
    expect(frames.map((frame) => [frame[0], frame.length - 1])).toEqual([
      [2, 65_536],
      [2, 34_464],
    ]);
  });

  test("finds a runner that was away, and one that was stopped and started again", async () => {
    const port = await freePort();
    const { seen } = open(port);
    await until(() => expect(seen.connections).toEqual(["away"]));
    const first = await listen(port);
    await until(() => expect(seen.connections).toEqual(["away", "open"]));
    await first.stop(closeCodes.stopping);
    await until(() =>
      expect(seen.connections).toEqual(["away", "open", "connecting", "away"]),
    );
    await listen(port);
    await until(() => expect(seen.connections.at(-1)).toBe("open"));
  });

  test("asks for a reload when the runner speaks another version, and does not try again", async () => {
    const runner = await listen(0, (peer) => peer.close(closeCodes.protocol));
    const { socket, seen } = open(runner.port);
    await until(() => expect(seen.connections).toEqual(["outdated"]));
    socket.retry();
    await until(() => expect(runner.server.clients.size).toBe(0));
    expect(runner.offered).toHaveLength(1);
  });

  test.each([
    ["no JSON", "{"],
    ["an unknown message", '{"type":"surprise"}'],
    ["a field too many", JSON.stringify({ ...welcome, more: 1 })],
  ])("takes %s for another version", async (_, text) => {
    const runner = await listen(0, (peer) => peer.send(text));
    const { seen } = open(runner.port);
    await until(() => expect(seen.connections).toEqual(["outdated"]));
  });

  test("waits for another token when the runner does not know this one", async () => {
    const runner = await listen();
    // It refuses the handshake.
    runner.server.shouldHandle = () => false;
    let known = "old";
    const { socket, seen } = open(runner.port, {
      token: () => known,
      diagnose: () => Promise.resolve("unauthorised"),
    });
    await until(() => expect(seen.connections).toEqual(["unauthorised"]));
    runner.server.shouldHandle = () => true;
    known = token;
    socket.retry();
    await until(() =>
      expect(seen.connections).toEqual(["unauthorised", "open"]),
    );
  });

  test("does not try without a token, but says what is wrong", async () => {
    const runner = await listen();
    const { seen } = open(runner.port, {
      token: () => null,
      diagnose: () => Promise.resolve("unauthorised"),
    });
    await until(() => expect(seen.connections).toEqual(["unauthorised"]));
    expect(runner.offered).toEqual([]);
  });

  test.each<[string, (peer: Peer, offer: string) => void]>([
    ["a proof with another token", (peer, offer) => prove(peer, offer, "0")],
    ["a welcome", (peer) => peer.send(JSON.stringify(welcome))],
    ["bytes", (peer) => peer.send(Buffer.alloc(100))],
    ["that the page is outdated", (peer) => peer.close(closeCodes.protocol)],
  ])(
    "tells nothing to who answers with %s, and finds the runner that comes after",
    async (_, answer) => {
      const port = await freePort();
      const server = new WebSocketServer({ host: "127.0.0.1", port });
      let said = 0;
      let connections = 0;
      server.on("connection", (peer, { headers }) => {
        connections += 1;
        peer.on("message", () => (said += 1));
        answer(peer, headers["sec-websocket-protocol"] ?? "");
      });
      const { socket, seen } = open(port);
      await until(() => expect(seen.connections).toEqual(["away"]));
      await until(() => expect(connections).toBeGreaterThan(1));
      expect(socket.send({ type: "check" })).toBe(false);
      for (const peer of server.clients) peer.terminate();
      await new Promise((resolve) => server.close(resolve));
      expect([said, seen.messages, seen.output]).toEqual([0, [], ""]);
      await listen(port);
      await until(() => expect(seen.connections.at(-1)).toBe("open"));
    },
  );

  test("stays closed once it is closed", async () => {
    const runner = await listen();
    const { socket, seen } = open(runner.port);
    await until(() => expect(seen.connections).toEqual(["open"]));
    socket.close();
    socket.close();
    await until(() => expect(runner.server.clients.size).toBe(0));
    socket.retry(true);
    expect(seen.connections).toEqual(["open"]);
    expect(runner.offered).toHaveLength(1);
  });
});
