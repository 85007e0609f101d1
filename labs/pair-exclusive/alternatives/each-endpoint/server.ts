// As many ports as it is given; the handler ends the program.
import * as zmq from "zeromq";

const ports = [5555, 5556];
process.on("SIGINT", () => process.exit(0));

for (const port of ports) {
  const socket = new zmq.Pair({ linger: 0 });
  await socket.bind(`tcp://*:${port}`);
  console.log("port %d is open", port);
  void answer(socket);
}

async function answer(socket: zmq.Pair): Promise<void> {
  const [question] = await socket.receive();
  await socket.send(
    Buffer.concat([Buffer.from("You asked: "), question ?? Buffer.alloc(0)]),
  );
  return answer(socket);
}
