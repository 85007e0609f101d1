// One file: what a page may say depends on what was said before, from the first byte to the last.
import type { WebSocket } from "ws";
import {
  acknowledgeEvery,
  clientMessage,
  closeCodes,
  decodeInput,
  isTerminalAnswer,
  maxFramePayload,
  protocolVersion,
  type ClientMessage,
  type LabFile,
  type ServerMessage,
} from "#contract";
import type { Lab } from "../catalog/lab.ts";
import type { Progress } from "../progress/progress.ts";
import type { SandboxProvider } from "../sandbox/sandbox.ts";
import { Viewer } from "../session/viewer.ts";
import { inFull, isUnexpected, toApiError } from "./api-error.ts";
import { MessageBudget } from "./message-budget.ts";
import { handleRequest, typeText } from "./messages.ts";
import type { OpenLab } from "./open-lab.ts";
import type { OpenLabs } from "./open-labs.ts";

/** What a connection needs of its server. */
export interface ConnectionOptions {
  socket: WebSocket;
  lab: Lab;
  labs: OpenLabs;
  progress: Progress;
  provider: SandboxProvider;
  /** The runner's proof that the page has asked for. */
  proof: Promise<ServerMessage> | null;
  log(text: string): void;
}

/** How long a page may take to say `hello`, in milliseconds. */
const helloDeadlineMs = 10_000;

/** How often a page is asked whether it is still there, in milliseconds; without an answer until the next time it is dropped. */
const heartbeatMs = 30_000;

/** More than this waiting for a page, in bytes, and it is dropped: it can come back and get everything anew. */
const maxWaiting = 16 * 1024 * 1024;

/** Serves one page over its WebSocket until that closes. */
export function serveConnection(options: ConnectionOptions): void {
  const connection = new Connection(options);
  connection.serve();
}

class Connection {
  readonly #options: ConnectionOptions;
  readonly #socket: WebSocket;
  readonly #budget = new MessageBudget();
  readonly #passedOn = () => this.#viewer?.drained();
  #greeted = false;
  #open: OpenLab | null = null;
  #viewer: Viewer | null = null;

  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.#socket = options.socket;
  }

  serve(): void {
    const socket = this.#socket;
    const hello = setTimeout(
      () => socket.close(closeCodes.malformed, "no hello"),
      helloDeadlineMs,
    );
    const stopHeartbeat = this.#beat();
    void this.#options.proof?.then((proof) => this.tell(proof));
    socket.on("message", (data, binary) => {
      clearTimeout(hello);
      // `ws` gives a Buffer unless asked for something else.
      if (Buffer.isBuffer(data)) this.#receive(data, binary);
    });
    // What is wrong with a frame, ws answers by closing.
    socket.on("error", () => undefined);
    socket.on("close", () => {
      clearTimeout(hello);
      stopHeartbeat();
      this.#leave();
    });
  }

  tell(message: ServerMessage): void {
    this.#send(JSON.stringify(message));
  }

  #beat(): () => void {
    let alive = true;
    this.#socket.on("pong", () => (alive = true));
    const timer = setInterval(() => {
      if (!alive) return this.#socket.terminate();
      alive = false;
      this.#socket.ping();
    }, heartbeatMs);
    return () => clearInterval(timer);
  }

  #send(data: string | Uint8Array): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    if (this.#socket.bufferedAmount > maxWaiting)
      return this.#socket.terminate();
    // An error here is followed by `close`.
    this.#socket.send(data, this.#passedOn);
  }

  #receive(data: Buffer, binary: boolean): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    if (!this.#budget.take())
      return this.#socket.close(closeCodes.flooding, "too many messages");
    if (binary) return this.#receiveInput(data);
    const message = parseMessage(data);
    if (message === null)
      return this.#refuse("a message does not fit the protocol");
    if (message.type === "hello") this.#hello(message);
    else if (!this.#open) this.#earlyMessage();
    else if (message.type === "acknowledge")
      this.#acknowledge(message.terminal, message.sequence);
    else {
      this.#open.use(this);
      handleRequest(message, this.#open, this, this.#options.progress).catch(
        (error: unknown) => this.#report(error),
      );
    }
  }

  #receiveInput(data: Buffer): void {
    const frame = decodeInput(data);
    if (!frame || frame.bytes.length > maxFramePayload)
      return this.#refuse("an input frame has a wrong length");
    if (!this.#open) return this.#earlyMessage();
    const terminal = this.#open.session.terminals[frame.terminal];
    if (!terminal) return this.#refuse("there is no such terminal");
    if (!isTerminalAnswer(frame.bytes)) this.#open.use(this);
    else if (!this.#open.answers(this)) return;
    try {
      typeText(terminal, frame.bytes);
    } catch (error) {
      this.#report(error);
    }
  }

  #acknowledge(terminal: string, sequence: number): void {
    const advance = this.#viewer?.acknowledge(terminal, sequence) ?? 0;
    if (advance >= acknowledgeEvery / 16) this.#budget.giveBack();
  }

  #hello(hello: Extract<ClientMessage, { type: "hello" }>): void {
    if (hello.protocol !== protocolVersion)
      return this.#socket.close(closeCodes.protocol, "reload the page");
    if (this.#greeted) return this.#refuse("hello came twice");
    this.#greeted = true;
    this.#welcome(hello).catch((error: unknown) => {
      this.#report(error);
      this.#socket.close(1011, "the lab could not be opened");
    });
  }

  async #welcome(
    hello: Extract<ClientMessage, { type: "hello" }>,
  ): Promise<void> {
    const { lab, labs } = this.#options;
    const open = await labs.acquire(lab);
    try {
      const files = await open.workspace.files();
      await open.compareWork();
      if (this.#socket.readyState !== this.#socket.OPEN) {
        labs.release(lab);
        return;
      }
      this.#tellWelcome(open, files);
      for (const [terminal, trouble] of open.troubles)
        this.tell({ type: "trouble", terminal, trouble });
      for (const { name, folder } of open.workspace.takeSetAside())
        this.tell({
          type: "error",
          code: "set-aside",
          message: `A folder stood where ${name} belongs. It is called ${folder} now, and ${name} is back.`,
          hint: "Look into it in a terminal, and delete it when you do not need it.",
        });
    } catch (error) {
      labs.release(lab);
      throw error;
    }
    this.#open = open;
    open.join(this);
    const { run, terminals } = open.session;
    const known = hello.run === run ? hello.terminals : [];
    this.#viewer = new Viewer(terminals, {
      send: (frame) => this.#send(frame),
      tell: (message) => this.tell(message),
      bufferedAmount: () => this.#socket.bufferedAmount,
    });
    this.#viewer.attach(
      new Map(known.map(({ terminal, sequence }) => [terminal, sequence])),
    );
  }

  #tellWelcome(
    { session, checking, outdated }: OpenLab,
    files: LabFile[],
  ): void {
    const { lab, provider, progress } = this.#options;
    const results = checking.soFar;
    this.tell({
      type: "welcome",
      run: session.run,
      isolation: provider.isolation,
      terminals: session.terminals.map(
        ({ id, number, state, notes, size }) => ({
          id,
          number,
          state,
          notes,
          ...size,
        }),
      ),
      files,
      progress: progress.labProgress(lab.id),
      grading: results && { checks: results },
      outdated,
    });
  }

  #leave(): void {
    this.#viewer?.detach();
    this.#open?.leave(this);
    if (this.#open) this.#options.labs.release(this.#options.lab);
    this.#open = null;
  }

  /** The page speaks before the lab is open, or before it said hello at all. */
  #earlyMessage(): void {
    if (!this.#greeted) this.#refuse("the first message must be hello");
  }

  #refuse(why: string): void {
    this.#socket.close(closeCodes.malformed, why);
  }

  #report(error: unknown): void {
    if (isUnexpected(error))
      this.#options.log(`${this.#options.lab.id}: ${inFull(error)}`);
    this.tell({ type: "error", ...toApiError(error) });
  }
}

function parseMessage(data: Buffer): ClientMessage | null {
  try {
    const parsed = clientMessage.safeParse(JSON.parse(data.toString("utf8")));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
