import type { MessageLike, Readable, Socket, Writable } from "zeromq";
import type { Advice } from "./advice.ts";
import type { Program } from "./program.ts";

/**
 * A socket of the grader and the programs that it has met: all that it waits for must come from them. When they end first, the wait ends
 * too; what was already on its way still counts. One that has met nobody is waited for until the deadline, and the message names no
 * program: so meet first.
 */
export type Peer<S extends Socket = Socket> = Meets &
  (S extends Writable ? Sends : unknown) &
  (S extends Readable ? Receives : unknown);

/** What any of them does. */
export type AnyPeer = Meets & Sends & Receives;

interface Meets {
  /**
   * Waits until a program has completed the ZeroMQ handshake with this socket, and takes it for one to send to and to receive from. A
   * handshake does not tell that a SUB socket has subscribed: be an XPUB and receive its subscription.
   */
  meet(program: Program, tryNext?: string): Promise<void>;
  /** Closes the socket before the check's end, and resolves when it is gone. What it had sent has 2 s to leave. */
  leave(): Promise<void>;
}

/** A socket that sends. */
interface Sends {
  /**
   * Sends a message: a text, its frames, or anything else as JSON. Waits where ZeroMQ waits, such as a PUSH without a peer.
   *
   * @param what - the message as it fits behind "waited for room for", such as "number 7"
   */
  send(message: Sendable, what: string): Promise<void>;
}

/** A message: an object goes out as JSON. */
export type Sendable = MessageLike | MessageLike[] | Record<string, unknown>;

/** A socket that receives. */
interface Receives {
  /**
   * Receives one message, as its frames. A wait in vain loses no message: the next one gets it.
   *
   * @param what - the message as it fits behind "waited for", such as "the result of number 7"; the student reads it
   */
  receive(what: string, tryNext?: string): Promise<Buffer[]>;
  /** Receives one message of one frame of UTF-8 text; anything else fails the check and says what came. */
  text(what: string, options?: TextOptions): Promise<string>;
  /**
   * Receives one message of one frame that is a JSON object with at least these fields: `{ consumer: name, id: Number }` wants this
   * name and any number.
   */
  json<F extends Fields>(
    what: string,
    fields: F,
    tryNext?: string,
  ): Promise<FieldTypes<F>>;
  /** Whether a message has come that was not received yet. To see that none comes, let the program come to rest first. */
  readonly hasMessage: boolean;
  /**
   * Waits until the programs that it has met have ended and all that they sent has arrived, and gives what had not been received by
   * then. End the programs first, for instance with `interrupt()`. Take those of two peers of one program together, with
   * `Promise.all`: it may not end before both are read.
   */
  rest(): Promise<Buffer[][]>;
  /**
   * As {@link Receives.rest}, and fails when there is anything left.
   *
   * @param all - what there should be in all, such as "nine requests"
   */
  expectNoMore(all: string, tryNext?: string): Promise<void>;
}

/** What a text must be. */
export interface TextOptions extends Advice {
  /** What it must contain, to the letter. */
  includes?: string;
  /** The whole text as a student could send it, shown as what was expected. Default: `includes`. */
  like?: string;
}

/** The fields that a JSON message must have: their values, or `String`, `Number` or `Boolean` for any of that type. */
export type Fields = Record<
  string,
  | string
  | number
  | boolean
  | StringConstructor
  | NumberConstructor
  | BooleanConstructor
>;

/** An object with these fields. */
export type FieldTypes<F extends Fields> = {
  [K in keyof F]: F[K] extends StringConstructor | string
    ? string
    : F[K] extends NumberConstructor | number
      ? number
      : boolean;
};
