import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import type { SocketType } from "#contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import * as zmq from "zeromq";
import { courseFolder, labsFolder } from "../../runner/catalog/course.ts";
import {
  misfitPrints,
  nameOfFirst,
  nameOfSecond,
  pairOf,
  socketPairs,
  socketTypes,
  type Passage,
} from "../../site/src/components/socket-pairs.ts";

const classes = {
  PAIR: zmq.Pair,
  REQ: zmq.Request,
  REP: zmq.Reply,
  DEALER: zmq.Dealer,
  ROUTER: zmq.Router,
  PUSH: zmq.Push,
  PULL: zmq.Pull,
  PUB: zmq.Publisher,
  XPUB: zmq.XPublisher,
  SUB: zmq.Subscriber,
  XSUB: zmq.XSubscriber,
} satisfies Record<SocketType, unknown>;

interface AnySocket extends zmq.Socket, zmq.Readable, zmq.Writable {}

const make = (type: SocketType, options: object = {}) =>
  new classes[type]({ linger: 0, ...options }) as unknown as AnySocket;

/** Resolves when the socket tells one of these for the first time. */
const next = (
  socket: AnySocket,
  ...types: ("handshake" | "disconnect")[]
): Promise<void> =>
  new Promise((resolve) => {
    for (const type of types) socket.events.on(type, () => resolve());
  });

/** What the sockets of a pair told of their connection, by which of them binds and which connects. */
const told = new Map<string, { bound: string[]; connecting: string[] }>();
const open: AnySocket[] = [];

// All pairs at once, each with an address of its own. What does not talk is given time to try again.
beforeAll(async () => {
  const pairs = socketTypes.flatMap((bound) =>
    socketTypes.map((connecting) => [bound, connecting] as const),
  );
  await Promise.all(
    pairs.map(async ([bound, connecting]) => {
      const sockets = { bound: make(bound), connecting: make(connecting) };
      open.push(sockets.bound, sockets.connecting);
      const events = { bound: [], connecting: [] } as {
        bound: string[];
        connecting: string[];
      };
      for (const side of ["bound", "connecting"] as const)
        for (const type of [
          "accept",
          "connect",
          "handshake",
          "disconnect",
        ] as const)
          sockets[side].events.on(type, () => events[side].push(type));
      const { connecting: there } = sockets;
      const decided = next(there, "handshake", "disconnect");
      await sockets.bound.bind("tcp://127.0.0.1:*");
      there.connect(sockets.bound.lastEndpoint ?? "");
      await decided;
      told.set(`${bound} ${connecting}`, events);
    }),
  );
  await sleep(1_000);
});

afterAll(() => {
  for (const socket of open) socket.close();
});

const all = socketTypes.flatMap((bound) =>
  socketTypes.map((connecting) => ({ bound, connecting })),
);

test.each(all)("$bound binds, $connecting connects", (types) => {
  const talks = pairOf(types.bound, types.connecting) !== undefined;
  expect(told.get(`${types.bound} ${types.connecting}`)).toEqual(
    talks
      ? { bound: ["accept", "handshake"], connecting: ["connect", "handshake"] }
      : {
          // Once, and never again.
          bound: ["accept", "disconnect"],
          connecting: ["connect", "disconnect"],
        },
  );
});

test.each(socketPairs)(
  "what passes between $first and $second",
  async ({ first, second, there, back }) => {
    const named = (type: SocketType, routingId: string) =>
      make(type, {
        ...(["REQ", "DEALER", "ROUTER"].includes(type) && { routingId }),
        ...(type === "ROUTER" && { mandatory: true }),
        ...(!["PUSH", "PUB"].includes(type) && { receiveTimeout: 5_000 }),
      });
    const one = named(first, nameOfFirst);
    const other = named(second, nameOfSecond);
    try {
      if (other instanceof zmq.Subscriber) other.subscribe("ne");
      await one.bind("tcp://127.0.0.1:*");
      const met = next(one, "handshake");
      other.connect(one.lastEndpoint ?? "");
      await met;
      // Its subscription comes first.
      if (second === "XSUB") await other.send("\u0001ne");
      if (first === "XPUB")
        expect(String(await one.receive())).toBe("\u0001ne");

      // PUB and ROUTER throw away what they send before they know the other one.
      await expectPassage(one, other, there, ["PUB", "ROUTER"].includes(first));
      if (back) await expectPassage(other, one, back, false);
    } finally {
      one.close();
      other.close();
    }
  },
);

test.each(socketPairs.filter(({ lesson }) => lesson !== undefined))(
  "the lesson about $first and $second is there: $lesson",
  ({ lesson = "" }) => {
    const lessons = join(courseFolder, "site/src/content/docs/lessons");
    expect(existsSync(join(lessons, `${lesson}.mdx`))).toBe(true);
  },
);

test("the program with two sockets that do not fit prints what the page says", async () => {
  const program = join(labsFolder, "forwarder/programs/misfit.ts");
  const { stdout } = await promisify(execFile)(process.execPath, [program]);
  expect(stdout.trimEnd().split("\n")).toEqual(misfitPrints);
});

test.each([
  ["PUB", "REQ"],
  ["PULL", "DEALER"],
  ["SUB", "PUSH"],
] as const)(
  "%s is silent to a %s that connects, whose send() does not fail",
  async (bound, connecting) => {
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, () => sendToMisfit(bound, connecting)),
    );
    // Which of both it is depends on who gives the connection up first.
    expect(["sent", "waits"]).toEqual(expect.arrayContaining(outcomes));
    expect(outcomes).toContain("sent");
  },
);

/** What becomes of a message to a socket that does not fit, when that is known already. */
async function sendToMisfit(
  bound: SocketType,
  connecting: SocketType,
): Promise<"sent" | "waits"> {
  const there = make(bound);
  const here = make(connecting, { sendTimeout: 500 });
  try {
    const gone = next(here, "disconnect");
    await there.bind("tcp://127.0.0.1:*");
    here.connect(there.lastEndpoint ?? "");
    await gone;
    await here.send("into the void");
    return "sent";
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EAGAIN") return "waits";
    throw error;
  } finally {
    here.close();
    there.close();
  }
}

/** Sends a message, again and again where it may be thrown away, and requires that it arrives as it must. */
async function expectPassage(
  from: AnySocket,
  to: AnySocket,
  { sent, received }: Passage,
  again: boolean,
): Promise<void> {
  const arrived: string[][] = [];
  const receiving = to
    .receive()
    .then((frames) => arrived.push(frames.map(String)));
  do {
    await from.send(sent).catch((error: unknown) => {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== "EHOSTUNREACH") throw error;
    });
    if (again) await sleep(20);
  } while (again && arrived.length === 0);
  await receiving;
  expect(arrived).toEqual([received]);
}
