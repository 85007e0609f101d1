import type { SocketType } from "#contract";

/** All types of sockets that the course uses, in the order of the matrix. */
export const socketTypes = [
  "PAIR",
  "REQ",
  "REP",
  "DEALER",
  "ROUTER",
  "PUSH",
  "PULL",
  "PUB",
  "XPUB",
  "SUB",
  "XSUB",
] as const satisfies readonly SocketType[];

/** A message as one side sends it, and as the other side receives it. */
export interface Passage {
  sent: string[];
  received: string[];
}

/** Two types that talk to each other. */
export interface SocketPair {
  first: SocketType;
  second: SocketType;
  /** What the first one sends. */
  there: Passage;
  /** What the second one sends after that, where it can. */
  back?: Passage;
  /** The lesson that is about these two. */
  lesson?: string;
}

/** The routing ids of the two sockets: what a ROUTER calls them. */
export const [nameOfFirst, nameOfSecond] = ["‹1›", "‹2›"] as const;

const plain = (...sent: string[]): Passage => ({ sent, received: sent });

/**
 * What talks to what, and how a message looks on either side. All other pairs do not talk. `test/site/socket-pairs.test.ts` runs every
 * pair, also those that are not here.
 */
export const socketPairs: readonly SocketPair[] = [
  {
    first: "PAIR",
    second: "PAIR",
    there: plain("ask"),
    back: plain("answer"),
    lesson: "pair",
  },
  {
    first: "REQ",
    second: "REP",
    there: plain("ask"),
    back: plain("answer"),
    lesson: "request-reply",
  },
  {
    first: "REQ",
    second: "ROUTER",
    there: { sent: ["ask"], received: [nameOfFirst, "", "ask"] },
    back: { sent: [nameOfFirst, "", "answer"], received: ["answer"] },
    lesson: "queue",
  },
  {
    first: "DEALER",
    second: "REP",
    there: { sent: ["", "ask"], received: ["ask"] },
    back: { sent: ["answer"], received: ["", "answer"] },
    lesson: "queue",
  },
  {
    first: "DEALER",
    second: "ROUTER",
    there: { sent: ["ask"], received: [nameOfFirst, "ask"] },
    back: { sent: [nameOfFirst, "answer"], received: ["answer"] },
  },
  {
    first: "DEALER",
    second: "DEALER",
    there: plain("ask"),
    back: plain("answer"),
  },
  {
    first: "ROUTER",
    second: "ROUTER",
    there: { sent: [nameOfSecond, "ask"], received: [nameOfFirst, "ask"] },
    back: { sent: [nameOfFirst, "answer"], received: [nameOfSecond, "answer"] },
  },
  { first: "PUSH", second: "PULL", there: plain("task"), lesson: "pipeline" },
  {
    first: "PUB",
    second: "SUB",
    there: plain("news"),
    lesson: "publish-subscribe",
  },
  { first: "PUB", second: "XSUB", there: plain("news"), lesson: "forwarder" },
  { first: "XPUB", second: "SUB", there: plain("news"), lesson: "forwarder" },
  {
    first: "XPUB",
    second: "XSUB",
    there: plain("news"),
    back: plain("\u0000ne"),
    lesson: "forwarder",
  },
];

/** The pair of these two types, whichever comes first. */
export function pairOf(one: SocketType, other: SocketType) {
  return socketPairs.find(
    ({ first, second }) =>
      (first === one && second === other) ||
      (first === other && second === one),
  );
}

/** What `labs/forwarder/programs/misfit.ts` prints. The same test runs it. */
export const misfitPrints = [
  "push has sent",
  "push tells: connect",
  "push tells: disconnect",
  "subscriber: Error: Operation was not possible or timed out",
];
