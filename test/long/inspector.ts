import { once } from "node:events";
import { WebSocket } from "ws";
import { z } from "zod";

const answer = z.looseObject({ id: z.int(), result: z.unknown() });

/** Speaks to the inspector of another Node process. */
export class Inspector {
  readonly #socket: WebSocket;
  #calls = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
  }

  /** `address`: what Node prints when it is started with `--inspect`. */
  static async connect(address: string): Promise<Inspector> {
    const socket = new WebSocket(address);
    await once(socket, "open");
    return new Inspector(socket);
  }

  /** Calls a method of the Chrome DevTools protocol; resolves to its result. */
  async call(method: string): Promise<unknown> {
    const id = (this.#calls += 1);
    const { promise, resolve } = Promise.withResolvers<unknown>();
    const take = (data: Buffer) => {
      const { data: message } = answer.safeParse(JSON.parse(data.toString()));
      if (message?.id === id) resolve(message.result);
    };
    this.#socket.on("message", take);
    this.#socket.send(JSON.stringify({ id, method }));
    try {
      return await promise;
    } finally {
      this.#socket.off("message", take);
    }
  }

  close(): void {
    this.#socket.close();
  }
}
