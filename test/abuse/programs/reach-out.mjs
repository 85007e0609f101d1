// Tries to reach what is outside of its lab, and prints as JSON what answered. Argument: JSON list of targets: a path, an abstract
// name ("@…"), or [port, host].
import { lookup } from "node:dns/promises";
import { createSocket } from "node:dgram";
import { connect } from "node:net";

const reached = [];
for (const target of JSON.parse(process.argv[2])) {
  const options =
    typeof target === "string"
      ? { path: target.replace(/^@/, "\0") }
      : { port: target[0], host: target[1] };
  const answered = await new Promise((resolve) => {
    const socket = connect(options, () => resolve(true));
    // A network that swallows packets was reached, too.
    socket.setTimeout(1500, () => resolve(true));
    socket.on("error", () => resolve(false));
    socket.on("close", () => socket.destroy());
  });
  if (answered) reached.push(target);
}
if (await lookup("example.org").catch(() => null)) reached.push("names");
const datagrams = createSocket("udp4");
const sent = await new Promise((resolve) =>
  datagrams.send("x", 53, "192.0.2.1", (error) => resolve(!error)),
);
if (sent) reached.push("datagrams");
console.log(JSON.stringify(reached));
process.exit();
