import { WebSocket } from "ws";
import {
  acknowledgeEvery,
  decodeOutput,
  encodeInput,
  protocolVersion,
  serverMessage,
  socketProtocol,
  passProtocolPrefix,
  type ClientMessage,
} from "#contract";
import { passFrom } from "../../../helpers/pass.ts";
import { Screen } from "../screen.ts";
import type { Page, Pane } from "./contender.ts";

/** What a page knows when it comes back. */
export interface Known {
  run: string;
  /** How many bytes it has, by terminal. */
  sequences: ReadonlyMap<string, number>;
}

/** A page of the runner: it parses what it gets, and acknowledges what is parsed. */
export class RunnerPage implements Page {
  readonly #socket: WebSocket;
  readonly #ids: string[] = [];
  readonly #screens: Screen[] = [];
  readonly #parsed: number[] = [];
  readonly #acknowledged: number[] = [];
  readonly #sequences: number[] = [];
  /** Settles when the runner's welcome has come. */
  readonly welcomed: Promise<number>;
  /** How often it was told to begin a terminal anew. */
  skips = 0;
  #run = "";

  constructor(
    server: { url: string; link: string },
    lab: string,
    known?: Known,
  ) {
    const { origin, host } = new URL(server.url);
    const protocols = [socketProtocol, passProtocolPrefix + passFrom(server)];
    this.#socket = new WebSocket(
      `ws://${host}/api/labs/${lab}/socket`,
      protocols,
      { origin },
    );
    const welcomed = Promise.withResolvers<number>();
    this.welcomed = welcomed.promise;
    this.#socket.on("open", () =>
      this.send({
        type: "hello",
        protocol: protocolVersion,
        run: known?.run ?? null,
        terminals: [...(known?.sequences ?? [])].map(
          ([terminal, sequence]) => ({ terminal, sequence }),
        ),
      }),
    );
    this.#socket.on("message", (data, binary) => {
      if (!Buffer.isBuffer(data)) return;
      if (binary) this.#takeOutput(data);
      else this.#takeMessage(data, () => welcomed.resolve(performance.now()));
    });
    this.#socket.on("error", welcomed.reject);
    this.#socket.on("close", (code) =>
      welcomed.reject(new Error(`the runner closed the connection: ${code}`)),
    );
  }

  get panes(): readonly Pane[] {
    return this.#screens.map((screen, number) => ({
      screen,
      type: (text) =>
        this.#socket.send(
          encodeInput({ terminal: number, bytes: Buffer.from(text) }),
        ),
    }));
  }

  /** What it would come back with. */
  get known(): Known {
    return {
      run: this.#run,
      sequences: new Map(
        this.#ids.map((id, number) => [id, this.#sequences[number] ?? 0]),
      ),
    };
  }

  /** Presses Run. */
  run(number: number): void {
    this.send({ type: "run", terminal: this.#ids[number] ?? "" });
  }

  send(message: ClientMessage): void {
    this.#socket.send(JSON.stringify(message));
  }

  stall(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  async close(): Promise<void> {
    if (this.#socket.readyState === WebSocket.CLOSED) return;
    const closed = new Promise((resolve) =>
      this.#socket.once("close", resolve),
    );
    this.#socket.terminate();
    await closed;
    for (const screen of this.#screens) screen.dispose();
  }

  #takeMessage(data: Buffer, welcomed: () => void): void {
    const message = serverMessage.parse(JSON.parse(data.toString()));
    if (message.type === "welcome") {
      this.#run = message.run;
      for (const { id } of message.terminals) {
        this.#ids.push(id);
        this.#screens.push(new Screen());
      }
      welcomed();
    } else if (message.type === "replay") {
      const number = this.#ids.indexOf(message.terminal);
      if (message.reset) {
        this.skips += 1;
        this.#acknowledged[number] = this.#parsed[number] = message.from;
      }
    }
  }

  #takeOutput(data: Buffer): void {
    const frame = decodeOutput(data);
    if (!frame) throw new Error("a frame without a header");
    const { terminal, sequence, bytes } = frame;
    const end = sequence + bytes.length;
    this.#sequences[terminal] = end;
    this.#screens[terminal]?.take(bytes, () => {
      this.#parsed[terminal] = Math.max(end, this.#parsed[terminal] ?? 0);
      if (end - (this.#acknowledged[terminal] ?? 0) < acknowledgeEvery) return;
      this.#acknowledged[terminal] = end;
      if (this.#socket.readyState === WebSocket.OPEN)
        this.send({
          type: "acknowledge",
          terminal: this.#ids[terminal] ?? "",
          sequence: end,
        });
    });
  }
}
