import {
  closeCodes,
  decodeOutput,
  encodeInput,
  maxFramePayload,
  serverMessage,
  nonceProtocolPrefix,
  passOf,
  passProtocolPrefix,
  proofOf,
  random256,
  socketProtocol,
  type ClientMessage,
  type OutputFrame,
  type ServerMessage,
} from "#contract";
import { createBackoff } from "./backoff.ts";

/** How long one try to connect may take, in milliseconds: a laptop that wakes may wait for ever otherwise. */
const connectTimeout = 8_000;

/** How it stands between the page and the runner. */
export type Connection =
  /** Being tried; nothing is known to be wrong. */
  | "connecting"
  /** Greeted: messages go both ways. */
  | "open"
  /** Nothing answers, or something that is not this page's runner; it is tried again and again. */
  | "away"
  /** The runner does not know this browser's token; it is tried again when there is a new one. */
  | "unauthorised"
  /** The runner speaks another version of the protocol: only a reload helps. */
  | "outdated";

export interface LabSocketOptions {
  /** The lab's WebSocket. */
  address: URL;
  /** The token at this moment. */
  token: () => string | null;
  /** Given what to come back with, by a runner that has proven itself. */
  onReturnKey: (key: string) => void;
  /** The first message of a connection: it says which bytes the page has already. */
  hello: () => ClientMessage;
  /** Why a connection cannot be made, asked after a failure: a browser does not tell. Must not reject. */
  diagnose: () => Promise<"answers" | "away" | "unauthorised" | "outdated">;
  onConnection: (connection: Connection) => void;
  onMessage: (message: ServerMessage) => void;
  onOutput: (frame: OutputFrame) => void;
}

/** One connection to a lab's runner that makes itself anew until it is closed. */
export interface LabSocket {
  /** Sends a message; false when there is no connection, and then nothing was sent. */
  send(message: ClientMessage): boolean;
  /** Types bytes into the terminal of this number; false when there is no connection. */
  type(terminal: number, bytes: Uint8Array): boolean;
  /** Tries at once if nothing is connected; `force` also replaces one that may be dead without knowing. */
  retry(force?: boolean): void;
  /** Ends it for good. Idempotent. */
  close(): void;
}

/**
 * Opens the connection. Nothing is said before the runner has proven that it is the one that the token is of. Then it is greeted with
 * `hello`, and is open once it has sent `welcome`.
 */
export function openLabSocket(options: LabSocketOptions): LabSocket {
  const backoff = createBackoff();
  let connection: Connection = "connecting";
  let socket: WebSocket | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** Counts the tries, so that what was found out about an earlier one is not believed of a later one. */
  let attempt = 0;
  let closed = false;
  /** The runner itself has said that this page does not fit. */
  let outdated = false;
  /** What the other side of `socket` must say to be taken for the runner; null once it has. */
  let expected: string | null = null;

  void connect();
  return {
    send: (message) =>
      connection === "open" && transmit(JSON.stringify(message)),
    type(terminal, bytes) {
      if (connection !== "open") return false;
      for (let start = 0; start < bytes.length; start += maxFramePayload) {
        transmit(
          encodeInput({
            terminal,
            bytes: bytes.subarray(start, start + maxFramePayload),
          }),
        );
      }
      return true;
    },
    retry(force = false) {
      if (closed || outdated || (socket !== null && !force)) return;
      drop();
      backoff.reset();
      void connect();
    },
    close() {
      closed = true;
      drop();
    },
  };

  function become(next: Connection): void {
    if (closed || connection === next) return;
    connection = next;
    options.onConnection(next);
  }

  function transmit(data: string | Uint8Array<ArrayBuffer>): boolean {
    if (socket?.readyState !== WebSocket.OPEN) return false;
    socket.send(data);
    return true;
  }

  async function connect(): Promise<void> {
    const number = (attempt += 1);
    const token = options.token();
    if (token === null) return explain();
    const nonce = random256();
    const [pass, proof] = [await passOf(token), await proofOf(token, nonce)];
    // Meanwhile `retry` or `close` may have been called.
    if (closed || number !== attempt) return;
    expected = proof;
    const mine = new WebSocket(options.address, [
      socketProtocol,
      passProtocolPrefix + pass,
      nonceProtocolPrefix + nonce,
    ]);
    mine.binaryType = "arraybuffer";
    socket = mine;
    timer = setTimeout(() => lost(mine), connectTimeout);
    mine.addEventListener("message", ({ data }) => {
      if (mine !== socket) return;
      if (expected === null) receive(data);
      else believe(data);
    });
    mine.addEventListener("close", ({ code }) => {
      if (mine !== socket) return;
      if (code === closeCodes.protocol && expected === null) giveUp();
      else lost(mine);
    });
  }

  /** The first message: whoever cannot prove to be the runner is told nothing, and nothing that it says is heard. */
  function believe(data: unknown): void {
    const message = parseMessage(data);
    if (message?.type === "proof" && message.proof === expected) {
      expected = null;
      options.onReturnKey(message.returnKey);
      transmit(JSON.stringify(options.hello()));
      return;
    }
    drop();
    become("away");
    timer = setTimeout(() => void connect(), backoff.next());
  }

  function receive(data: unknown): void {
    if (data instanceof ArrayBuffer) {
      const frame = decodeOutput(new Uint8Array(data));
      if (frame === null) return giveUp();
      return options.onOutput(frame);
    }
    const message = parseMessage(data);
    if (message === null) return giveUp();
    if (message.type === "welcome") {
      clearTimeout(timer);
      backoff.reset();
      // The message first: whoever hears of an open connection finds the lab as it is.
      options.onMessage(message);
      return become("open");
    }
    options.onMessage(message);
  }

  /** What the runner says does not fit this page's protocol: the page is older or newer than the runner. */
  function giveUp(): void {
    outdated = true;
    drop();
    become("outdated");
  }

  function lost(mine: WebSocket): void {
    if (mine !== socket) return;
    drop();
    if (connection === "open") become("connecting");
    void explain();
  }

  /** Finds out what is wrong, says it, and arranges the next try. */
  async function explain(): Promise<void> {
    const mine = attempt;
    const found = await options.diagnose();
    // Meanwhile `retry` or `close` may have been called.
    if (closed || mine !== attempt) return;
    if (found !== "answers") become(found);
    // A wrong token stays wrong: the next try comes with `retry`, when there is another one.
    if (found !== "unauthorised")
      timer = setTimeout(() => void connect(), backoff.next());
  }

  function drop(): void {
    clearTimeout(timer);
    timer = undefined;
    const old = socket;
    socket = null;
    old?.close();
  }
}

function parseMessage(data: unknown): ServerMessage | null {
  if (typeof data !== "string") return null;
  try {
    const parsed = serverMessage.safeParse(JSON.parse(data));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
