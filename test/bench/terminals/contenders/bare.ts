import { join } from "node:path";
import { WebSocket } from "ws";
import { Screen } from "../screen.ts";
import {
  untilReady,
  type Contender,
  type Page,
  type Pane,
} from "./contender.ts";
import { startProcess } from "./server-process.ts";

/** node-pty and ws with nothing between them. */
export interface BareContender extends Contender {
  /** Starts a program in a terminal of its own; its output comes to the screen. */
  spawn(file: string): Page;
}

export async function startBare(): Promise<BareContender> {
  const script = join(import.meta.dirname, "serve-bare.ts");
  const server = await startProcess(process.execPath, ["--expose-gc", script], {
    channel: true,
  });
  const url = `ws://127.0.0.1:${server.line}/`;
  return {
    name: "bare node-pty + ws",
    async open(count) {
      const opening = Array.from({ length: count }, () =>
        connect(url, (text) => text, readBytes),
      );
      const page = joined(await Promise.all(opening));
      await untilReady(page.panes);
      return page;
    },
    spawn(file) {
      const socket = new WebSocket(`${url}?run=${encodeURIComponent(file)}`);
      return joined([paneOf(socket, (text) => text, readBytes)]);
    },
    memory: () => server.memory(),
    stop: () => server.stop(),
  };
}

/** One terminal with a connection of its own. */
export interface SinglePane {
  pane: Pane;
  socket: WebSocket;
}

/** Connects to a server that has one terminal for each connection. */
export async function connect(
  url: string,
  wrap: (text: string) => string | Uint8Array,
  unwrap: (data: Buffer, binary: boolean) => Uint8Array,
): Promise<SinglePane> {
  const socket = new WebSocket(url);
  const single = paneOf(socket, wrap, unwrap);
  await new Promise((resolve, reject) => {
    socket.once("open", resolve);
    socket.once("error", reject);
  });
  return single;
}

/** A page made of connections. */
export function joined(singles: readonly SinglePane[]): Page {
  return {
    panes: singles.map(({ pane }) => pane),
    stall: () => singles.forEach(({ socket }) => socket.pause()),
    resume: () => singles.forEach(({ socket }) => socket.resume()),
    async close() {
      await Promise.all(
        singles.map(async ({ socket, pane }) => {
          if (socket.readyState === WebSocket.CLOSED) return;
          const closed = new Promise((resolve) =>
            socket.once("close", resolve),
          );
          socket.terminate();
          await closed;
          pane.screen.dispose();
        }),
      );
    },
  };
}

function paneOf(
  socket: WebSocket,
  wrap: (text: string) => string | Uint8Array,
  unwrap: (data: Buffer, binary: boolean) => Uint8Array,
): SinglePane {
  const screen = new Screen();
  screen.onCongestion = (congested) =>
    congested ? socket.pause() : socket.resume();
  socket.on("message", (data, binary) => {
    if (Buffer.isBuffer(data)) screen.take(unwrap(data, binary));
  });
  return { socket, pane: { screen, type: (text) => socket.send(wrap(text)) } };
}

const readBytes = (data: Buffer) => data;
