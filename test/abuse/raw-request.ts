import { connect } from "node:net";

/** How long an answer may take before a request counts as unanswered, in milliseconds. */
const patience = 5000;

/** What came back for bytes that no browser would send. */
export interface RawAnswer {
  /** The HTTP status; 0 when the connection was closed without one. */
  status: number;
  /** All of the answer, head and body. */
  text: string;
}

/** Sends exactly these lines as a request, over a connection of its own. */
export function sendRaw(
  port: number,
  lines: string[],
  body: string | Buffer = "",
): Promise<RawAnswer> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    const chunks: Buffer[] = [];
    const conclude = () => {
      socket.destroy();
      const text = Buffer.concat(chunks).toString("latin1");
      const status = /^HTTP\/1\.1 (\d{3})/.exec(text)?.[1];
      resolve({ status: Number(status ?? 0), text });
    };
    const timer = setTimeout(conclude, patience);
    socket.on("data", (bytes) => {
      chunks.push(bytes);
      // Let in: the connection stays open and nothing more comes by itself.
      if (/^HTTP\/1\.1 101/.test(bytes.toString("latin1"))) conclude();
    });
    socket.on("error", () => undefined);
    socket.on("close", () => {
      clearTimeout(timer);
      conclude();
    });
    const stays = lines.some((line) => /^connection:/i.test(line));
    const head = stays ? lines : [...lines, "Connection: close"];
    socket.write([...head, "", ""].join("\r\n"), "latin1");
    socket.write(body);
  });
}

/** The lines of a request to open a lab's WebSocket. */
export function upgradeLines(
  path: string,
  headers: Record<string, string>,
  protocols: string[],
): string[] {
  return [
    `GET ${path} HTTP/1.1`,
    "Connection: Upgrade",
    "Upgrade: websocket",
    "Sec-WebSocket-Version: 13",
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
    ...(protocols.length > 0
      ? [`Sec-WebSocket-Protocol: ${protocols.join(", ")}`]
      : []),
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
  ];
}
