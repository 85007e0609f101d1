import { setTimeout as delay } from "node:timers/promises";
import type { Readable, Socket } from "zeromq";
import type { CheckLab, WaitFor } from "../../author/lab.ts";
import { CheckFailure, GraderMisuse } from "../outcome/failures.ts";
import type { StartedProgram } from "../programs/started-program.ts";
import type { Waiting } from "../waiting/waiting.ts";

/** The grader's own sockets in one check. */
export interface Sockets extends Pick<
  CheckLab,
  "use" | "bind" | "handshakes" | "send" | "receive" | "receiveRest"
> {
  /** The endpoints bound with `bind`. */
  readonly bound: readonly string[];
  /** Closes all of them; settles when they are gone, and connect to nothing any more. Idempotent. */
  close(): Promise<void>;
}

/**
 * The largest message that a grader's socket takes, in bytes, unless its author says otherwise: a program of the
 * submission could otherwise fill the grader's memory. ZeroMQ ends the connection of who sends more.
 */
const largestMessage = 256 * 1024;

/** How long ZeroMQ may take to end the sockets of a check, in milliseconds: less than one, and a hundred when the machine is busy. */
const endGrace = 5000;

interface UsedSocket {
  /** Peers that have completed the handshake, and peers that have gone again. */
  met: number;
  gone: number;
  /** Called at each of these events. */
  listeners: Set<() => void>;
  /** A receive that nobody waits for any more: the next wait takes it over, so that no message is lost. */
  receiving: Promise<Buffer[]> | null;
  /** Settles when ZeroMQ has ended it, some time after it was closed. */
  ended: Promise<unknown>;
}

export function createSockets(
  waiting: Waiting,
  programs: readonly StartedProgram[],
): Sockets {
  const used = new Map<Socket, UsedSocket>();
  const bound: string[] = [];

  const stateOf = (socket: Socket): UsedSocket => {
    const state = used.get(socket);
    if (state) return state;
    throw new GraderMisuse(
      "give the socket to lab.use before it binds or connects",
    );
  };

  const nextEvent = (state: UsedSocket) =>
    new Promise<void>((resolve) => state.listeners.add(resolve));

  const receiveOnce = (socket: Socket & Readable): Promise<Buffer[]> => {
    const state = stateOf(socket);
    if (state.receiving) return state.receiving;
    const receiving = socket.receive();
    state.receiving = receiving;
    receiving.catch(() => undefined);
    return receiving;
  };

  return {
    bound,
    use(socket) {
      if (used.has(socket)) return socket;
      if (socket.maxMessageSize < 0) socket.maxMessageSize = largestMessage;
      const state: UsedSocket = {
        met: 0,
        gone: 0,
        listeners: new Set(),
        receiving: null,
        ended: new Promise((resolve) => socket.events.on("end", resolve)),
      };
      used.set(socket, state);
      const notify = () => {
        const listeners = [...state.listeners];
        state.listeners.clear();
        for (const listener of listeners) listener();
      };
      socket.events.on("handshake", () => {
        state.met++;
        notify();
      });
      socket.events.on("disconnect", () => {
        state.gone++;
        notify();
      });
      return socket;
    },
    async bind(socket, endpoint) {
      stateOf(socket);
      bound.push(endpoint);
      try {
        await socket.bind(endpoint);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE") throw error;
        throw addressTaken(endpoint, programs);
      }
    },
    async handshakes(socket, count, wait) {
      const state = stateOf(socket);
      while (state.met < count) await waiting.until(nextEvent(state), wait);
    },
    async send(socket, message, { to, what }) {
      stateOf(socket);
      await waiting.until(socket.send(message), { from: to, what });
    },
    async receive(socket, wait) {
      const message = await waiting
        .until(receiveOnce(socket), wait)
        .catch((error: unknown) => {
          if (!isAgain(error) || socket.receiveTimeout >= 0) throw error;
          stateOf(socket).receiving = null;
          throw notUnderstood(wait);
        });
      stateOf(socket).receiving = null;
      return message;
    },
    async receiveRest(socket, { from, what }) {
      const state = stateOf(socket);
      const messages: Buffer[][] = [];
      // It keeps reading: a socket whose queue is full does not notice that its peer has gone.
      let event = nextEvent(state);
      const ended = from.exit.then(() => null);
      while (from.running || state.gone < state.met) {
        const message = await waiting.until(
          Promise.race([
            receiveOnce(socket),
            event.then(() => null),
            ...(from.running ? [ended] : []),
          ]),
          { from, what, seesEnd: true },
        );
        if (message === null) event = nextEvent(state);
        else {
          state.receiving = null;
          messages.push(message);
        }
      }
      return [
        ...messages,
        ...(await drain(socket, () => receiveOnce(socket), state)),
      ];
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

/** @throws GraderMisuse when they do not end in time */
async function withinGrace(ended: Promise<unknown>): Promise<void> {
  const tooLong = delay(endGrace, "too long", { ref: false });
  if ((await Promise.race([ended, tooLong])) !== "too long") return;
  throw new GraderMisuse(
    "a socket that the check closed is still sending: give it a linger of less than a second",
  );
}

/** All peers have gone: what they sent is in the socket's queue, and nothing else will come. */
async function drain(
  socket: Socket & Readable,
  receiveOnce: () => Promise<Buffer[]>,
  state: UsedSocket,
): Promise<Buffer[][]> {
  const messages: Buffer[][] = [];
  while (state.receiving !== null || socket.readable) {
    const message = await Promise.race([receiveOnce(), quiet(socket)]);
    if (message === null) break;
    state.receiving = null;
    messages.push(message);
  }
  return messages;
}

/** Resolves when the socket has nothing to read, after a pending receive had its turns to take what there was. */
async function quiet(socket: Socket): Promise<null> {
  for (let turns = 0; turns < 20; turns = socket.readable ? 0 : turns + 1)
    await new Promise((resolve) => setTimeout(resolve, 1));
  return null;
}

/** Without a timeout a receive fails so when what had come is none of the messages that this type of socket takes. */
function isAgain(error: unknown): boolean {
  return (error as NodeJS.ErrnoException | null)?.code === "EAGAIN";
}

function notUnderstood({ from, what }: WaitFor): CheckFailure {
  const [program] = [from].flat();
  return new CheckFailure(
    `Waited for ${what}, but what came was sent by another type of socket, and is no such message.`,
    {
      ...(program && { program: program.terminal }),
      tryNext: "Look at the types of the sockets in the diagram of the lab.",
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
  const names = running.map((program) => program.terminal).join(" or ");
  return new CheckFailure(
    `${names} holds ${endpoint}, which the other side of the connection binds in this lab.`,
    {
      ...(running.length === 1 && { program: first.terminal }),
      tryNext: "Connect to this address instead of binding it.",
    },
  );
}
