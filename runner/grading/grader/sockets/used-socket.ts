import type { Readable, Socket } from "zeromq";

/**
 * The largest message that a grader's socket takes, in bytes, unless its author says otherwise: a program of the
 * submission could otherwise fill the grader's memory. ZeroMQ ends the connection of who sends more.
 */
const largestMessage = 256 * 1024;

/** A socket of the grader and what has happened on it. */
export interface UsedSocket {
  /** Peers that have completed the handshake so far. */
  readonly met: number;
  /** Peers that have gone again. */
  readonly gone: number;
  /** Resolves at the next handshake or disconnect. */
  nextEvent(): Promise<void>;
  /** One receive at a time; one that nobody waits for any more is taken over by the next wait, so that no message is lost. */
  receive(): Promise<Buffer[]>;
  /** The message of the last `receive` was taken. */
  taken(): void;
  /** Whether a message is there, or on its way to a receive that has begun. */
  readonly hasMessage: boolean;
  /** All that is in the socket's queue: its peers have gone, and nothing else will come. */
  drain(): Promise<Buffer[][]>;
  /** Settles when ZeroMQ has ended it, some time after it was closed. */
  readonly ended: Promise<unknown>;
}

/** Counts what happens on a socket from now on: call it before `bind` or `connect`. */
export function useSocket(socket: Socket): UsedSocket {
  if (socket.maxMessageSize < 0) socket.maxMessageSize = largestMessage;
  let met = 0;
  let gone = 0;
  let listeners: (() => void)[] = [];
  let receiving: Promise<Buffer[]> | null = null;
  let arrived = false;
  const ended = new Promise((resolve) => socket.events.on("end", resolve));
  const notify = () => {
    const told = listeners;
    listeners = [];
    for (const listener of told) listener();
  };
  socket.events.on("handshake", () => {
    met++;
    notify();
  });
  socket.events.on("disconnect", () => {
    gone++;
    notify();
  });

  const used: UsedSocket = {
    get met() {
      return met;
    },
    get gone() {
      return gone;
    },
    ended,
    nextEvent: () =>
      new Promise((resolve) => {
        listeners.push(resolve);
      }),
    receive() {
      if (receiving) return receiving;
      arrived = false;
      receiving = (socket as Socket & Readable).receive();
      receiving.then(
        () => (arrived = true),
        () => undefined,
      );
      return receiving;
    },
    taken() {
      receiving = null;
      arrived = false;
    },
    get hasMessage() {
      return receiving === null ? socket.readable : arrived;
    },
    async drain() {
      const messages: Buffer[][] = [];
      while (receiving !== null || socket.readable) {
        const message = await Promise.race([used.receive(), someTurns()]);
        if (message === null) break;
        used.taken();
        messages.push(message);
      }
      return messages;
    },
  };
  return used;
}

/** Turns of the event loop after which a pending receive has what the socket's queue held when they began. */
const turnsToReceive = 20;

/**
 * Resolves when a pending receive had its turns to take what there was. Nobody may ask the socket meanwhile whether it is readable:
 * asking takes the news away for which the receive waits, and it would wait for ever.
 */
async function someTurns(): Promise<null> {
  for (let turn = 0; turn < turnsToReceive; turn++)
    await new Promise((resolve) => setTimeout(resolve, 1));
  return null;
}
