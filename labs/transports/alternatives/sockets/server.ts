// A socket for each endpoint, and one counter for all.
import { existsSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { Reply } from "zeromq";

const open: { socket: Reply; file: string }[] = [];
process.once("SIGINT", () => {
  for (const { socket, file } of open.splice(0)) {
    socket.close();
    if (file) rmSync(file);
  }
});

let total = 0;
async function serve(socket: Reply): Promise<void> {
  for await (const [frame] of socket) {
    total += 1;
    await socket.send(`reply ${total} to ${String(frame)}`);
  }
}

function listens(file: string): Promise<boolean> {
  if (!existsSync(file)) return Promise.resolve(false);
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const probe = connect(file, () => resolve(true));
  probe.once("error", () => resolve(false));
  return promise.finally(() => probe.destroy());
}

const serving: Promise<void>[] = [];
for (const endpoint of process.argv.slice(2)) {
  const [transport, where = ""] = endpoint.split("://");
  const file = transport === "ipc" && !where.startsWith("@") ? where : "";
  const socket = new Reply({ linger: 500 });
  try {
    if (file && (await listens(file)))
      throw Object.assign(new Error("taken"), { code: "EADDRINUSE" });
    await socket.bind(endpoint);
    open.push({ socket, file });
    console.log(`${endpoint}: the server listens on it`);
    serving.push(serve(socket));
  } catch (error) {
    socket.close();
    console.log(`${endpoint}: ${(error as NodeJS.ErrnoException).code}`);
  }
}
await Promise.all(serving);
