import type { SocketType } from "#contract";

/** An option of sockets, as the page about options lists it. */
export interface SocketOption {
  name: string;
  /** The sockets that have it; without this, all of them. */
  sockets?: readonly SocketType[];
  /** What its values are, and in which unit. */
  values: string;
  default: number | boolean | null;
  /** Sockets with another default. */
  differs?: Partial<Record<SocketType, number>>;
  /** What the default means, where its value does not tell. */
  meaning?: string;
  /** Set when zeromq.js does not let it be read: then the default shows only in what the socket does. */
  unreadable?: true;
  /** What it does. Words in backticks are set as code. */
  does: string;
  /** The lesson that shows it. */
  lesson?: string;
}

const senders = [
  "PAIR",
  "REQ",
  "REP",
  "DEALER",
  "ROUTER",
  "PUSH",
  "PUB",
  "XPUB",
  "XSUB",
] as const satisfies readonly SocketType[];

const receivers = [
  "PAIR",
  "REQ",
  "REP",
  "DEALER",
  "ROUTER",
  "PULL",
  "XPUB",
  "SUB",
  "XSUB",
] as const satisfies readonly SocketType[];

/**
 * Every option that the course's programs and graders set, or that its lessons name. `test/site/options.test.ts` compares sockets and
 * defaults with those of real sockets, and looks for options that are not here.
 */
export const socketOptions: readonly SocketOption[] = [
  {
    name: "linger",
    values: "ms",
    default: -1,
    differs: { SUB: 0, XSUB: 0 },
    meaning: "no limit",
    does: "How long messages that are not sent yet may take to leave after `close()`, or after the program's end. 0 throws them away.",
    lesson: "linger",
  },
  {
    name: "sendTimeout",
    sockets: senders,
    values: "ms",
    default: -1,
    meaning: "no limit",
    does: "How long `send()` may wait before it fails with `EAGAIN`. With any limit, also 0, a `send()` out of turn fails with `EFSM` instead of waiting.",
    lesson: "lockstep",
  },
  {
    name: "receiveTimeout",
    sockets: receivers,
    values: "ms",
    default: -1,
    meaning: "no limit",
    does: "How long `receive()` may wait for a message before it fails with `EAGAIN`.",
    lesson: "many-servers",
  },
  {
    name: "sendHighWaterMark",
    sockets: senders,
    values: "messages",
    default: 1000,
    does: "How many messages to one peer may wait in this program. 0 is no limit. The buffers of the kernel come on top.",
    lesson: "high-water-mark",
  },
  {
    name: "receiveHighWaterMark",
    sockets: receivers,
    values: "messages",
    default: 1000,
    does: "How many messages from one peer may wait to be received. 0 is no limit.",
    lesson: "high-water-mark",
  },
  {
    name: "immediate",
    values: "true or false",
    default: false,
    does: "With true, nothing is queued for an address that nobody has answered yet: only connections that stand get messages.",
    lesson: "many-servers",
  },
  {
    name: "reconnectInterval",
    values: "ms",
    default: 100,
    does: "How long a socket waits before it tries again to connect, about: chance is added, so that not all come back at once.",
    lesson: "disconnected",
  },
  {
    name: "reconnectMaxInterval",
    values: "ms",
    default: 0,
    meaning: "does not grow",
    does: "When set, the time between two attempts doubles up to this.",
    lesson: "disconnected",
  },
  {
    name: "correlate",
    sockets: ["REQ"],
    values: "true or false",
    default: false,
    unreadable: true,
    does: "With true, each request has a number in a frame of its own, and replies without that number are thrown away.",
    lesson: "disconnected",
  },
  {
    name: "mandatory",
    sockets: ["ROUTER"],
    values: "true or false",
    default: false,
    unreadable: true,
    does: "With true, a message for a routing id that is not connected is an error, `EHOSTUNREACH`. Otherwise it is thrown away.",
    lesson: "queue",
  },
  {
    name: "verbosity",
    sockets: ["XPUB"],
    values: 'null, "allSubs" or "allSubsUnsubs"',
    default: null,
    unreadable: true,
    meaning: "what is new",
    does: "Which subscriptions XPUB hands over: the first to a topic and the end of the last; all beginnings; all beginnings and ends.",
    lesson: "forwarder",
  },
  {
    name: "conflate",
    sockets: ["PUSH", "PULL", "PUB", "SUB", "DEALER"],
    values: "true or false",
    default: false,
    unreadable: true,
    does: "With true, the queue keeps only the last message. Not for messages of several frames.",
    lesson: "high-water-mark",
  },
  {
    name: "maxMessageSize",
    values: "bytes",
    default: -1,
    meaning: "no limit",
    does: "The longest frame that is accepted. Who sends a longer one is disconnected.",
    lesson: "multipart",
  },
  {
    name: "receiveBufferSize",
    sockets: receivers,
    values: "bytes",
    default: -1,
    meaning: "the kernel decides",
    does: "The kernel's buffer for what has arrived on a connection and was not fetched yet.",
  },
];
