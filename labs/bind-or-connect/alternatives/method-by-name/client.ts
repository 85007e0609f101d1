import { Request } from "zeromq";

const args = process.argv.slice(2);
const action = (args[0] ?? "connect") as "bind" | "connect";
const socket = new Request({ linger: 0 });
process.on("SIGINT", () => process.exit(0));
await socket[action](args[2] ?? "tcp://127.0.0.1:5555");
let left = 3;
while (left-- > 0) {
  await socket.send(`${args[1] ?? "hello"} ${3 - left}`);
  console.log((await socket.receive()).toString());
}
