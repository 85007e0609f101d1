import { Reply } from "zeromq";

const args = process.argv.slice(2);
const action = (args[0] ?? "bind") as "bind" | "connect";
const server = new Reply({ linger: 2_000 });
process.on("SIGINT", () => server.close());
await server[action](args[1] ?? "tcp://127.0.0.1:5555");
for await (const frames of server)
  await server.send(["reply to " + frames.join()]);
