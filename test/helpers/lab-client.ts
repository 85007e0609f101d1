// One file: a whole client of the lab socket, which shares no code with the page's own.
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { WebSocket } from "ws";
import {
  acknowledgeEvery,
  decodeOutput,
  encodeInput,
  protocolVersion,
  serverMessage,
  socketProtocol,
  nonceProtocolPrefix,
  passProtocolPrefix,
  type ClientMessage,
  type ServerMessage,
  type TerminalState,
} from "#contract";
import { passFrom, proofFrom } from "./pass.ts";
import type { RunningServer } from "../../runner/server/server.ts";

type MessageOf<T extends ServerMessage["type"]> = Extract<
  ServerMessage,
  { type: T }
>;

/** What a client shows of one terminal. */
class Screen {
  readonly number: number;
  state: TerminalState;
  /** The place in the terminal's output of the first byte that is kept. */
  start = 0;
  /** The place of the next byte to come. */
  end = 0;
  acknowledged = 0;
  /** How often the runner cleared it. */
  resets = 0;
  #chunks: Uint8Array[] = [];

  constructor(number: number, state: TerminalState) {
    this.number = number;
    this.state = state;
  }

  /** What came since the last reset, as far as it is kept. */
  get bytes(): Buffer {
    const whole = Buffer.concat(this.#chunks);
    this.#chunks = [whole];
    return whole;
  }

  /** The same for a page that comes back with what it has. */
  copy(): Screen {
    const copy = new Screen(this.number, this.state);
    Object.assign(copy, { start: this.start, end: this.start });
    copy.append(this.bytes, Infinity);
    return copy;
  }

  reset(from: number): void {
    this.#chunks = [];
    this.start = from;
    this.end = from;
    this.acknowledged = from;
    this.resets += 1;
  }

  /** Appends, and drops the oldest chunks as long as `keeps` bytes are left. */
  append(bytes: Uint8Array, keeps: number): void {
    this.#chunks.push(bytes);
    this.end += bytes.length;
    for (;;) {
      const [oldest] = this.#chunks;
      if (!oldest || this.end - this.start - oldest.length < keeps) return;
      this.#chunks.shift();
      this.start += oldest.length;
    }
  }
}

/** A page without a browser: speaks the protocol strictly, and fails when the runner does not. */
export class LabClient {
  readonly socket: WebSocket;
  readonly messages: ServerMessage[] = [];
  readonly screens = new Map<string, Screen>();
  run: string | null = null;
  /** How much of a terminal's output it keeps, in bytes: its scrollback. */
  keeps = 1024 * 1024;
  /** What it may come back with when the runner was started again. */
  returnKey = "";
  closeCode: number | null = null;
  /** What the runner must say of itself. */
  readonly #proof: string;
  readonly #waiting = new Set<() => void>();
  #broken: Error | null = null;
  #looking = false;

  constructor(server: Pick<RunningServer, "url" | "link">, lab: string) {
    const { origin, host } = new URL(server.url);
    const nonce = randomBytes(32).toString("hex");
    this.#proof = proofFrom(server, nonce);
    this.socket = new WebSocket(
      `ws://${host}/api/labs/${lab}/socket`,
      [
        socketProtocol,
        passProtocolPrefix + passFrom(server),
        nonceProtocolPrefix + nonce,
      ],
      { origin },
    );
    this.socket.on("message", (data, binary) => {
      if (!Buffer.isBuffer(data)) return;
      try {
        if (binary) this.#takeOutput(data);
        else this.#takeMessage(serverMessage.parse(JSON.parse(String(data))));
      } catch (error) {
        this.#broken =
          error instanceof Error ? error : new Error(String(error));
      }
      this.#look();
    });
    this.socket.on("close", (code) => {
      this.closeCode = code;
      this.#look();
    });
    this.socket.on("error", (error) => {
      this.#broken = error;
      this.#look();
    });
  }

  /** Connects and says hello, as a new page or with what another client had. */
  static async open(
    server: Pick<RunningServer, "url" | "link">,
    lab: string,
    earlier?: LabClient,
  ): Promise<LabClient> {
    const client = new LabClient(server, lab);
    await once(client.socket, "open");
    client.hello(earlier);
    await client.next("welcome");
    return client;
  }

  hello(earlier?: LabClient): void {
    const terminals = [...(earlier?.screens ?? [])].map(
      ([terminal, screen]) => {
        this.screens.set(terminal, screen.copy());
        return { terminal, sequence: screen.end };
      },
    );
    this.send({
      type: "hello",
      protocol: protocolVersion,
      run: earlier?.run ?? null,
      terminals,
    });
  }

  send(message: ClientMessage): void {
    this.socket.send(JSON.stringify(message));
  }

  type(terminal: string, text: string | Uint8Array): void {
    const bytes = typeof text === "string" ? Buffer.from(text) : text;
    this.socket.send(
      encodeInput({ terminal: this.screen(terminal).number, bytes }),
    );
  }

  screen(terminal: string): Screen {
    const screen = this.screens.get(terminal);
    if (screen) return screen;
    throw new Error(`no terminal ${terminal}`);
  }

  text(terminal: string): string {
    return this.screen(terminal).bytes.toString("utf8");
  }

  state(terminal: string): TerminalState {
    return this.screen(terminal).state;
  }

  /** Waits until a condition holds, looking at every message. */
  async until(
    what: string,
    met: () => boolean,
    milliseconds = 20_000,
  ): Promise<void> {
    const done = Promise.withResolvers<void>();
    const look = () => {
      if (this.#broken) done.reject(this.#broken);
      else if (met()) done.resolve();
    };
    const timer = setTimeout(() => {
      const seen = [...this.screens].map(
        ([id, { state, bytes }]) =>
          `${id} ${JSON.stringify(state)}\n${String(bytes.subarray(-800))}`,
      );
      const last = this.messages
        .slice(-5)
        .map((each) => JSON.stringify(each).slice(0, 300));
      done.reject(
        new Error(
          `waited in vain until ${what}; close code ${String(this.closeCode)}\n${seen.join("\n")}\n${last.join("\n")}`,
        ),
      );
    }, milliseconds);
    this.#waiting.add(look);
    look();
    try {
      await done.promise;
    } finally {
      this.#waiting.delete(look);
      clearTimeout(timer);
    }
  }

  /** The next message of a type, from `since` on (default: from the first message of all). */
  async next<T extends ServerMessage["type"]>(
    type: T,
    fits: (message: MessageOf<T>) => boolean = () => true,
    since = 0,
  ): Promise<MessageOf<T>> {
    const find = () =>
      this.messages
        .slice(since)
        .find(
          (each): each is MessageOf<T> =>
            each.type === type && fits(each as MessageOf<T>),
        );
    await this.until(`a ${type} comes`, () => find() !== undefined);
    const found = find();
    if (!found) throw new Error(`${type} went away`);
    return found;
  }

  /** Waits until a terminal shows a text. */
  shows(terminal: string, text: string): Promise<void> {
    return this.until(`${terminal} shows ${JSON.stringify(text)}`, () =>
      this.text(terminal).includes(text),
    );
  }

  is(terminal: string, state: TerminalState["is"]): Promise<void> {
    return this.until(
      `${terminal} is ${state}`,
      () => this.state(terminal).is === state,
    );
  }

  async closed(): Promise<number> {
    await this.until("the connection closes", () => this.closeCode !== null);
    return this.closeCode ?? 0;
  }

  async close(): Promise<void> {
    this.socket.close();
    if (this.socket.readyState !== WebSocket.CLOSED)
      await once(this.socket, "close");
  }

  /** Once for all that has come until then. */
  #look(): void {
    if (this.#looking) return;
    this.#looking = true;
    setImmediate(() => {
      this.#looking = false;
      for (const look of this.#waiting) look();
    });
  }

  #takeMessage(message: ServerMessage): void {
    if (message.type === "proof") {
      this.returnKey = message.returnKey;
      if (message.proof === this.#proof) return;
      throw new Error("this is not the runner that printed the link");
    }
    this.messages.push(message);
    if (message.type === "welcome") {
      this.run = message.run;
      for (const { id, number, state } of message.terminals) {
        const screen = this.screens.get(id) ?? new Screen(number, state);
        screen.state = state;
        this.screens.set(id, screen);
      }
    }
    if (message.type === "state")
      this.screen(message.terminal).state = message.state;
    if (message.type === "replay") {
      const screen = this.screen(message.terminal);
      if (message.reset) screen.reset(message.from);
      else if (message.from !== screen.end)
        throw new Error("a replay leaves a gap");
    }
  }

  #takeOutput(data: Buffer): void {
    const frame = decodeOutput(data);
    const entry = [...this.screens].find(
      ([, { number }]) => number === frame?.terminal,
    );
    if (!frame || !entry) throw new Error("a frame for no terminal");
    const [id, screen] = entry;
    if (frame.sequence !== screen.end)
      throw new Error(
        `${id}: frame at ${frame.sequence}, expected ${screen.end}`,
      );
    screen.append(frame.bytes, this.keeps);
    if (screen.end - screen.acknowledged < acknowledgeEvery) return;
    screen.acknowledged = screen.end;
    this.send({ type: "acknowledge", terminal: id, sequence: screen.end });
  }
}
