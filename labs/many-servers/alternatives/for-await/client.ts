// Sends the next request when a reply has come, in a loop over the replies.
import * as zmq from "zeromq";

const [n = "8", wait = "3000", ...rest] = process.argv.slice(2);
if (rest.length === 0)
  rest.push("tcp://127.0.0.1:5556", "tcp://127.0.0.1:5555");
const socket = new zmq.Request();
socket.receiveTimeout = +wait;
socket.linger = 0;
process.on("SIGINT", () => socket.close());
rest.reverse().forEach((address) => socket.connect(address));

let sent = 1;
const ask = () => socket.send(JSON.stringify({ request: sent }));
try {
  await ask();
  for await (const reply of socket) {
    console.log({ sent, reply: reply.toString() });
    if (sent === Number(n)) break;
    sent++;
    await ask();
  }
} catch {
  if (!socket.closed) {
    console.error(`Request ${sent}: nobody has answered.`);
    process.exit(1);
  }
}
socket.close();
