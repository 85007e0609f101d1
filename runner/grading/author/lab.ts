import type { MessageLike, Readable, Socket, Writable } from "zeromq";
import type { Program, StartOptions } from "./program.ts";
import type { Random } from "./random.ts";
import type { Figures, FiguresWait } from "./values.ts";

/** What a wait is for: both are said to the student when it was in vain. */
export interface WaitFor {
  /**
   * The program (or programs) from which it must come. When it ends first, the wait ends too, a second later at most:
   * what was already on its way still counts.
   */
  from: Program | readonly Program[];
  /** What is awaited, as it fits behind "waited for", such as "the result of number 7". */
  what: string;
}

/** What a failure may say besides its message. */
export interface FailureDetails {
  /** The program that it is about. */
  program?: Program;
  /** What should have been seen, in a line. */
  expected?: string;
  /** What was seen instead, in a line. */
  seen?: string;
  /** What the student should look at next. */
  tryNext?: string;
}

/** The fields that a JSON message must have, such as `{ consumer: "string", num: "number" }`. */
export type Fields = Record<string, "string" | "number" | "boolean">;

/** An object with these fields. */
export type FieldTypes<F extends Fields> = {
  [K in keyof F]: F[K] extends "string"
    ? string
    : F[K] extends "number"
      ? number
      : boolean;
};

/**
 * What a check works with. The grader stands in the network of the sandbox, so `tcp://127.0.0.1:5555` is the
 * student's port 5555.
 *
 * Every wait here ends at the check's deadline and then says which program it waited for and how that stands. While
 * it waits, a program that crashes (ends with a code other than 0 without having been stopped by the check) fails the
 * check at once with Node's error. So never sleep, and never wait for anything else than through this object.
 *
 * That nothing *more* comes cannot be seen by waiting. Send a marker through the same path and receive up to it, or
 * end the program and take what is left with {@link CheckLab.receiveRest}.
 */
export interface CheckLab {
  /** Secret values that follow from the run's seed. */
  readonly random: Random;

  /**
   * Starts the program of a terminal and resolves when it is ready, as the manifest says of that terminal. Where it
   * ends or never gets ready, the check fails with the end of its output. A port that it should listen on must be
   * free before: taken by a program that ran earlier in this check, the check fails and says so.
   */
  start(terminal: string, options?: StartOptions): Promise<Program>;

  /**
   * Takes care of a socket: it is closed at the end of the check, messages over 256 KiB end their sender's connection
   * (unless the socket has a `maxMessageSize` of its own), and handshakes are counted from now on, so call it before
   * `bind` or `connect`. The next check begins when it is gone: one that the check closes itself needs a short `linger`.
   * Gives the socket back.
   */
  use<S extends Socket>(socket: S): S;

  /**
   * Binds a socket of the grader. An address that a program of the submission holds is the submission's failure, and
   * the message says so; `socket.bind` alone would make it the grader's.
   */
  bind(socket: Socket, endpoint: string): Promise<void>;

  /**
   * Waits until `count` peers in all have completed the ZeroMQ handshake with a socket that was given to `use`. A
   * handshake does not tell that a SUB socket has subscribed: hold an XPUB and receive its subscription instead.
   */
  handshakes(socket: Socket, count: number, wait: WaitFor): Promise<void>;

  /** Opens a TCP connection to a port of the sandbox that never says a word: no ZeroMQ peer. It is closed at the end of the check. */
  connectSilently(port: number): void;

  /** Sends a message; waits where ZeroMQ waits, such as a PUSH without a peer. Fails as a wait for `to`. */
  send(
    socket: Socket & Writable,
    message: MessageLike | MessageLike[],
    wait: { to: Program | readonly Program[]; what: string },
  ): Promise<void>;

  /**
   * Receives one message, as its frames. A wait in vain loses no message: the next one on this socket gets it. Do not
   * mix it with `socket.receive()` on the same socket.
   */
  receive(socket: Socket & Readable, wait: WaitFor): Promise<Buffer[]>;

  /** Receives one message of one frame of UTF-8 text; anything else fails the check and says what came. */
  receiveText(socket: Socket & Readable, wait: WaitFor): Promise<string>;

  /**
   * Receives one message of one frame that is a JSON object with at least these fields of these types; anything else
   * fails the check and says what came.
   */
  receiveJson<F extends Fields>(
    socket: Socket & Readable,
    wait: WaitFor & { fields: F },
  ): Promise<FieldTypes<F>>;

  /**
   * Waits until the program has ended and all peers of this socket have gone, and gives all messages that had not been
   * received by then. End the program first, for instance with `interrupt()`, and give it a socket of its own.
   */
  receiveRest(
    socket: Socket & Readable,
    wait: { from: Program; what: string },
  ): Promise<Buffer[][]>;

  /**
   * Reads the lines in which a program names `of` and gives each of `keys` a number, as forgivingly as `toHavePrinted`
   * does: `figures(collector, "consumer", ["count", "sum"], …)` reads `consumer 1  count 3  sum 9`. Of each name the last line counts.
   * Waits until the figures of all names are enough, and gives them. It is for what may be shared out in many ways.
   */
  figures<K extends string>(
    program: Program,
    of: string,
    keys: readonly K[],
    wait: FiguresWait<K>,
  ): Promise<Figures<K>>;

  /**
   * Waits until the program has ended or rests: it has nothing left to do, and only others can make it go on. Then what it
   * did too early has been done. One that sleeps for a time does not rest before it wakes; nothing is watched longer than 6 s.
   */
  rest(program: Program): Promise<void>;

  /** Waits for anything else as all waits of this object do. A rejection of `promise` is passed on. */
  until<T>(promise: Promise<T>, wait: WaitFor): Promise<T>;

  /** Fails the check with a sentence for the student. */
  fail(message: string, details?: FailureDetails): never;

  /** Runs `part`; a failure in it gets these details where it does not have its own. */
  explain<T>(
    details: Pick<FailureDetails, "program" | "tryNext">,
    part: () => T | Promise<T>,
  ): Promise<T>;
}
