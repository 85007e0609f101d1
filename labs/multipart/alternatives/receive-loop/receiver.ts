// Receives by hand, and prints JSON.
import * as zmq from "zeromq";

const socket = new zmq.Pull({ linger: 0 });
let open = true;
process.on("SIGINT", () => {
  open = false;
  socket.close();
});
await socket.bind(process.argv[2] ?? "tcp://127.0.0.1:5555");

for (let parcel = 1; open; parcel += 1) {
  const frames = await socket.receive().catch((error: unknown) => {
    if (open) throw error;
    return [];
  });
  const name = frames.shift();
  const note = frames.shift();
  if (!name || !note) break;
  console.log(`${parcel}. "${name.toString()}" gets "${note.toString()}"`);
  frames.forEach((frame, index) => {
    const thing = index + 1;
    const bytes = frame.byteLength;
    const hex = frame.toString("hex").toUpperCase();
    console.log(JSON.stringify({ parcel, thing, bytes, hex }));
  });
}
