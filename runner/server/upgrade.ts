import { STATUS_CODES, type IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { WebSocketServer, type WebSocket } from "ws";
import {
  closeCodes,
  maxFileBytes,
  nonceProtocolPrefix,
  secretPattern,
  socketProtocol,
  type LabsError,
} from "#contract";
import type { Catalog } from "../catalog/catalog.ts";
import type { Lab } from "../catalog/lab.ts";
import { toApiError } from "./api-error.ts";
import { offeredWith, type Guard } from "./guard.ts";

/** The largest message in bytes: a whole file, every character of it escaped as `\u0000`. */
const maxMessageBytes = 6 * maxFileBytes + 4096;

/** How many pages may be connected at once: each lab in several windows. */
const maxConnections = 200;

/** How long pages get to take their leave, in milliseconds. */
const leaveMs = 200;

/** The lab sockets of a server. */
export interface LabSockets {
  /** Looks at a request to upgrade, and lets it in or refuses it before anything is started for it. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Tells every page that the runner is stopping. */
  close(): Promise<void>;
}

interface LabSocketsOptions {
  catalog: Catalog;
  guard: Guard;
  /** A connection has become a lab socket. */
  onUpgrade(socket: Duplex): void;
  /** `nonce`: what the page wants a proof for; null when it wants none. */
  onConnection(socket: WebSocket, lab: Lab, nonce: string | null): void;
}

export function createLabSockets({
  catalog,
  guard,
  onUpgrade,
  onConnection,
}: LabSocketsOptions): LabSockets {
  const server = new WebSocketServer({
    noServer: true,
    // Deflate halves the throughput and costs 220 KB a connection; on this machine's own network it gains nothing.
    perMessageDeflate: false,
    maxPayload: maxMessageBytes,
    handleProtocols: (offered) =>
      offered.has(socketProtocol) ? socketProtocol : false,
  });

  function labOf(request: IncomingMessage): Lab | null {
    const id = /^\/api\/labs\/([a-z0-9-]+)\/socket$/.exec(
      request.url ?? "",
    )?.[1];
    return catalog.labs.find((lab) => lab.id === id) ?? null;
  }

  return {
    upgrade(request, socket, head) {
      // The other side going away here is no news.
      const ignore = () => undefined;
      socket.on("error", ignore);
      const refusal = guard.checkSocket(request.headers);
      if (refusal) {
        refuse(socket, refusal.status, refusal.error);
        return;
      }
      const lab = labOf(request);
      if (!lab) {
        refuse(socket, 404);
        return;
      }
      if (server.clients.size >= maxConnections) {
        refuse(socket, 503);
        return;
      }
      socket.off("error", ignore);
      onUpgrade(socket);
      const nonce = offeredWith(nonceProtocolPrefix, request.headers) ?? "";
      server.handleUpgrade(request, socket, head, (webSocket) =>
        onConnection(webSocket, lab, secretPattern.test(nonce) ? nonce : null),
      );
    },
    async close() {
      const leaving = [...server.clients].map((client) => {
        const left = new Promise((resolve) => client.once("close", resolve));
        client.close(closeCodes.stopping, "the runner is stopping");
        setTimeout(() => client.terminate(), leaveMs).unref();
        return left;
      });
      await Promise.all(leaving);
      server.close();
    },
  };
}

function refuse(socket: Duplex, status: number, error?: LabsError): void {
  const body = JSON.stringify(
    error
      ? toApiError(error)
      : { code: "usage", message: STATUS_CODES[status], hint: null },
  );
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    "Connection: close",
    "Content-Type: application/json; charset=utf-8",
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  socket.end(`${head.join("\r\n")}\r\n\r\n${body}`, () => socket.destroy());
}
