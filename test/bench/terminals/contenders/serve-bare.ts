/** The least that a terminal in a page needs: node-pty and ws, nothing held back, nothing counted. `?run=FILE` starts that program instead of a shell. */
import { spawn } from "node-pty";
import { WebSocketServer } from "ws";
import { collectOnRequest } from "./collect-on-request.ts";

const server = new WebSocketServer({
  host: "127.0.0.1",
  port: 0,
  perMessageDeflate: false,
});

server.on("connection", (socket, request) => {
  const program = new URL(
    request.url ?? "/",
    "http://localhost",
  ).searchParams.get("run");
  const [file, args] =
    program === null
      ? ["bash", ["--noprofile", "--norc", "-i"]]
      : [process.execPath, [program]];
  const pty = spawn(file, args, {
    name: "xterm-256color",
    cols: 80,
    rows: 24,
    cwd: import.meta.dirname,
    env: { ...(process.env as Record<string, string>), TERM: "xterm-256color" },
    encoding: null,
  });
  const end = () => {
    try {
      process.kill(pty.pid, "SIGKILL");
    } catch {
      // It has ended already.
    }
  };
  pty.onData((bytes) => socket.send(bytes));
  pty.onExit(() => socket.close());
  socket.on("message", (data) => {
    if (Buffer.isBuffer(data))
      (pty as unknown as { write(bytes: Buffer): void }).write(data);
  });
  socket.on("close", end);
});

server.on("listening", () => {
  const address = server.address();
  process.stdout.write(
    `${typeof address === "object" && address ? address.port : 0}\n`,
  );
});
collectOnRequest();
