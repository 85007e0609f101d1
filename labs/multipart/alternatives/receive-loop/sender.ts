import * as zmq from "zeromq";

const [endpoint = "tcp://127.0.0.1:5555", ...parts] = process.argv.slice(2);
const frames: (string | Buffer)[] = [];
for (const part of parts)
  frames.push(frames.length < 2 ? part : Buffer.from(part, "hex"));

const socket = new zmq.Push();
socket.connect(endpoint);
void socket.send(frames).then(() => {
  console.log("gone");
});
