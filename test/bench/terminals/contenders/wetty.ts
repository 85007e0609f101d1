import { createServer } from "node:net";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { Screen } from "../screen.ts";
import {
  untilReady,
  type Contender,
  type Page,
  type Pane,
} from "./contender.ts";
import { startProcess } from "./server-process.ts";

/** So many characters more are acknowledged at once, as wetty's own page does it. */
const commitEvery = 256 * 1024;

/** The part of socket.io-client that is used. */
interface SocketIo {
  on(event: string, listener: (data: string) => void): void;
  emit(event: string, data: unknown): void;
  disconnect(): void;
  io: { engine: { transport: { ws: { pause(): void; resume(): void } } } };
}
type Connect = (url: string, options: object) => SocketIo;

/** Starts wetty from the folder that it was installed into. It needs root, or it wants to log in over SSH. */
export async function startWetty(folder: string): Promise<Contender> {
  const require = createRequire(join(folder, "package.json"));
  const client = (await import(
    pathToFileURL(require.resolve("socket.io-client")).href
  )) as { io: Connect };
  const port = await freePort();
  const main = join(folder, "node_modules/wetty/build/main.js");
  const server = await startProcess(
    process.execPath,
    [
      main,
      "--host",
      "127.0.0.1",
      "--port",
      String(port),
      "--base",
      "/wetty",
      "--command",
      "bash --noprofile --norc -i",
    ],
    { until: /(Server started)/ },
  );
  return {
    name: "wetty",
    async open(count) {
      const singles = Array.from({ length: count }, () =>
        openPane(client.io, port),
      );
      await Promise.all(singles.map(({ loggedIn }) => loggedIn));
      const page = joined(singles);
      await untilReady(page.panes);
      return page;
    },
    memory: () => server.memory(),
    stop: () => server.stop(),
  };
}

interface Single {
  pane: Pane;
  socket: SocketIo;
  loggedIn: Promise<void>;
}

function openPane(connect: Connect, port: number): Single {
  const socket = connect(`http://127.0.0.1:${port}/`, {
    path: "/wetty/socket.io",
    transports: ["websocket"],
    forceNew: true,
    reconnection: false,
  });
  const screen = new Screen();
  let uncommitted = 0;
  socket.on("data", (text) =>
    screen.take(Buffer.from(text), () => {
      uncommitted += text.length;
      if (uncommitted < commitEvery) return;
      socket.emit("commit", uncommitted);
      uncommitted = 0;
    }),
  );
  const loggedIn = new Promise<void>((resolve, reject) => {
    socket.on("login", () => resolve());
    socket.on("connect_error", (error) => reject(new Error(error)));
  });
  return {
    socket,
    loggedIn,
    pane: { screen, type: (text) => socket.emit("input", text) },
  };
}

function joined(singles: readonly Single[]): Page {
  return {
    panes: singles.map(({ pane }) => pane),
    stall: () =>
      singles.forEach(({ socket }) => socket.io.engine.transport.ws.pause()),
    resume: () =>
      singles.forEach(({ socket }) => socket.io.engine.transport.ws.resume()),
    close() {
      for (const { socket, pane } of singles) {
        socket.disconnect();
        pane.screen.dispose();
      }
      return Promise.resolve();
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === "object" && address ? address.port : 0;
}
