import { setTimeout as delay } from "node:timers/promises";
import type { Readable, Socket, Writable } from "zeromq";
import type { AnyPeer, Sendable } from "../../author/peer.ts";
import type { Program } from "../../author/program.ts";
import { CheckFailure, GraderMisuse } from "../outcome/failures.ts";
import { advised } from "../outcome/advised.ts";
import { programOf } from "../programs/program-of.ts";
import type { StartedProgram } from "../programs/started-program.ts";
import type { Waiting } from "../waiting/waiting.ts";
import { jsonOf, textOf } from "./messages.ts";
import { adviseOnConnection, describeConnection } from "./partners.ts";
import { useSocket, type UsedSocket } from "./used-socket.ts";

/** The grader's own sockets in one check. */
export interface Peers {
  /** Takes care of a socket that was not bound or connected yet. */
  add(socket: Socket, endpoint: string): AnyPeer;
  /** Binds; a taken address is the submission's failure. */
  bind(socket: Socket, endpoint: string): Promise<void>;
  /** The endpoints bound with `bind`. */
  readonly bound: readonly string[];
  /** Closes all sockets; settles when they are gone, and connect to nothing any more. Idempotent. */
  close(): Promise<void>;
}

/** How long a socket that leaves may take to send what it has, in milliseconds: the loopback takes a few. */
const leaveLinger = 2000;

/** How long ZeroMQ may take to end the sockets of a check, in milliseconds: less than one, and a hundred when the machine is busy. */
const endGrace = 5000;

export function createPeers(
  waiting: Waiting,
  programs: readonly StartedProgram[],
): Peers {
  const used = new Map<Socket, UsedSocket>();
  const bound: string[] = [];
  return {
    bound,
    add(socket, endpoint) {
      const state = useSocket(socket);
      used.set(socket, state);
      return createPeer(socket as AnySocket, state, endpoint, waiting);
    },
    async bind(socket, endpoint) {
      bound.push(endpoint);
      try {
        await socket.bind(endpoint);
      } catch (error) {
        if (!isTaken(error)) throw error;
        throw addressTaken(endpoint, programs);
      }
    },
    async close() {
      for (const socket of used.keys()) {
        if (socket.closed) continue;
        // The check is over: what was not delivered by now will help nobody, and would keep the port.
        socket.linger = 0;
        socket.close();
      }
      // Until then one that connects may still shake hands with whoever binds next: the next check would count it.
      const ended = Promise.all([...used.values()].map((each) => each.ended));
      await withinGrace(ended);
    },
  };
}

type AnySocket = Socket & Readable & Writable;

/** A peer that does all that any socket does; its type says what this one does. */
function createPeer(
  socket: AnySocket,
  state: UsedSocket,
  endpoint: string,
  waiting: Waiting,
): AnyPeer {
  const met: StartedProgram[] = [];

  const receive = async (what: string): Promise<Buffer[]> => {
    const message = await waiting
      .until(state.receive(), { from: met, what })
      .catch((error: unknown) => {
        if (!isAgain(error) || socket.receiveTimeout >= 0) throw error;
        state.taken();
        throw notUnderstood(what, met);
      });
    state.taken();
    return message;
  };

  const rest = async (): Promise<Buffer[][]> => {
    const messages: Buffer[][] = [];
    const isOver = () =>
      met.every((program) => !program.running) && state.gone >= state.met;
    // It keeps reading: a socket whose queue is full does not notice that its peer has gone.
    let event = state.nextEvent();
    while (!isOver()) {
      const running = met.filter((program) => program.running);
      const message = await waiting.until(
        Promise.race([
          state.receive(),
          event.then(() => null),
          ...running.map((program) => program.exit.then(() => null)),
        ]),
        { from: met, what: "the end of its connection", seesEnd: true },
      );
      if (message === null) event = state.nextEvent();
      else {
        state.taken();
        messages.push(message);
      }
    }
    return [...messages, ...(await state.drain())];
  };

  return {
    async meet(program: Program, tryNext = adviseOnConnection(socket)) {
      const wanted = met.length + 1;
      const started = programOf(program);
      await advised({ program: started, tryNext }, async () => {
        while (state.met < wanted)
          await waiting.until(state.nextEvent(), {
            from: started,
            what: describeConnection(socket, endpoint),
          });
      });
      met.push(started);
    },
    async leave() {
      socket.linger = leaveLinger;
      socket.close();
      await state.ended;
    },
    async send(message, what) {
      const sent = socket.send(bytesOf(message));
      await waiting.until(sent, { from: met, what: `room for ${what}` });
    },
    receive: (what, tryNext) => advised({ tryNext }, () => receive(what)),
    text: (what, { includes, like, tryNext } = {}) =>
      advised({ tryNext }, async () => {
        const frames = await receive(what);
        return textOf(frames, { what, from: met, includes, like });
      }),
    json: (what, fields, tryNext) =>
      advised({ tryNext }, async () => {
        const frames = await receive(what);
        return jsonOf(frames, { what, from: met, fields });
      }),
    get hasMessage() {
      return state.hasMessage;
    },
    rest,
    async expectNoMore(all, tryNext) {
      const more = await rest();
      const [program] = met;
      if (more.length === 0) return;
      await advised({ tryNext }, () => {
        throw new CheckFailure(
          `${namesOf(met)} sent more than ${all}: ${more.length} more ${more.length === 1 ? "message" : "messages"} came.`,
          {
            ...(program && { program: program.terminal }),
            expected: all,
            seen: `${more.length} more, first ${JSON.stringify(String(more[0]?.[0]))}`,
          },
        );
      });
    },
  };
}

function bytesOf(message: Sendable) {
  const isPlain =
    typeof message === "object" &&
    message !== null &&
    Object.getPrototypeOf(message) === Object.prototype;
  return isPlain
    ? JSON.stringify(message)
    : (message as Exclude<Sendable, Record<string, unknown>>);
}

function namesOf(programs: readonly StartedProgram[]): string {
  const names = new Set(programs.map((program) => program.terminal));
  return [...names].join(" or ");
}

/** @throws GraderMisuse when they do not end in time */
async function withinGrace(ended: Promise<unknown>): Promise<void> {
  const tooLong = delay(endGrace, "too long", { ref: false });
  if ((await Promise.race([ended, tooLong])) !== "too long") return;
  throw new GraderMisuse(
    "a socket that the check closed is still sending: let it go with `leave`",
  );
}

/**
 * Whether a bind failed because its address is taken. Now and then libzmq says EAGAIN then: it reports the failure to those who listen to
 * the socket's events, and that overwrites the number of the error (bind_internal in src/socket_base.cpp). No bind waits, so none fails
 * with EAGAIN otherwise.
 */
function isTaken(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === "EADDRINUSE" || code === "EAGAIN";
}

/** Without a timeout a receive fails so when what had come is none of the messages that this type of socket takes. */
function isAgain(error: unknown): boolean {
  return (error as NodeJS.ErrnoException | null)?.code === "EAGAIN";
}

function notUnderstood(
  what: string,
  [program]: readonly StartedProgram[],
): CheckFailure {
  return new CheckFailure(
    `Waited for ${what}, but what came was sent by another type of socket, or lacks a frame of its envelope, and is no such message.`,
    {
      ...(program && { program: program.terminal }),
      tryNext:
        "Look at the types of the sockets in the diagram of the lab, and at the frames that are passed on.",
    },
  );
}

function addressTaken(
  endpoint: string,
  programs: readonly StartedProgram[],
): CheckFailure {
  const running = programs.filter((program) => program.running);
  const [first] = running;
  if (!first)
    return new CheckFailure(
      `${endpoint} is taken by something that was started earlier.`,
    );
  return new CheckFailure(
    `${namesOf(running)} holds ${endpoint}, which the other side of the connection binds in this lab.`,
    {
      ...(running.length === 1 && { program: first.terminal }),
      tryNext: "Connect to this address instead of binding it.",
    },
  );
}
