import { Reply, type Socket } from "zeromq";

const [action = "bind", endpoint = "tcp://127.0.0.1:5555"] =
  process.argv.slice(2);

/** Takes the side that it is told to take. */
async function attach(socket: Socket): Promise<void> {
  switch (action) {
    case "bind":
      return socket.bind(endpoint);
    case "connect":
      return socket.connect(endpoint);
    default:
      throw new Error(`bind or connect, not ${action}`);
  }
}

const server = new Reply({ linger: 1_000 });
process.once("SIGINT", () => server.close());
try {
  await attach(server);
  while (true) {
    const [request] = await server.receive();
    await server.send(
      Buffer.concat([Buffer.from("reply to "), request ?? Buffer.alloc(0)]),
    );
  }
} catch (error) {
  if (!server.closed) throw error;
}
