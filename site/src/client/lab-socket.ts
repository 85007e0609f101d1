import {
  closeCodes,
  decodeOutput,
  encodeInput,
  maxFramePayload,
  serverMessage,
  socketProtocol,
  tokenProtocolPrefix,
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
  /** Nothing answers; it is tried again and again. */
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

/** Opens the connection. It is greeted with `hello`, and is open once the runner has sent `welcome`. */
export function openLabSocket(options: LabSocketOptions): LabSocket {
  const backoff = createBackoff();
  let connection: Connection = "connecting";
  let socket: WebSocket | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** Counts the tries, so that what was found out about an earlier one is not believed of a later one. */
  let attempt = 0;
  let closed = false;

  connect();
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
      if (closed || connection === "outdated" || (socket !== null && !force))
        return;
      drop();
      backoff.reset();
      connect();
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

  function connect(): void {
    attempt += 1;
    const token = options.token();
    if (token === null) return void explain();
    const mine = new WebSocket(options.address, [
      socketProtocol,
      tokenProtocolPrefix + token,
    ]);
    mine.binaryType = "arraybuffer";
    socket = mine;
    timer = setTimeout(() => lost(mine), connectTimeout);
    mine.addEventListener("open", () => {
      if (mine === socket) mine.send(JSON.stringify(options.hello()));
    });
    mine.addEventListener("message", ({ data }) => {
      if (mine === socket) receive(data);
    });
    mine.addEventListener("close", ({ code }) => {
      if (mine !== socket) return;
      if (code === closeCodes.protocol) giveUp();
      else lost(mine);
    });
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
    if (found === "outdated") return giveUp();
    if (found !== "answers") become(found);
    // A wrong token stays wrong: the next try comes with `retry`, when there is another one.
    if (found !== "unauthorised") timer = setTimeout(connect, backoff.next());
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
