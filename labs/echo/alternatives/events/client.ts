// Events instead of a loop: lines are kept in a chain of promises.
import * as readline from "node:readline";
import * as zmq from "zeromq";

const [, , endpoint = "tcp://127.0.0.1:5555", ...rest] = process.argv;
const socket = new zmq.Request({ linger: 0 });
process.on("SIGINT", () => {
  socket.close();
  process.exit(0);
});
socket.connect(endpoint);

const ask = (text: string) =>
  socket
    .send(text)
    .then(() => socket.receive())
    .then((frames) => console.log({ text, reply: frames.toString() }));

if (rest.length) {
  ask(rest.join(" ")).then(() => socket.close());
} else {
  let chain: Promise<unknown> = Promise.resolve();
  const rl = readline.createInterface(process.stdin);
  let quit = false;
  rl.on("line", (line) => {
    if (quit) return;
    quit = line.toUpperCase() === "QUIT";
    if (quit) rl.close();
    else chain = chain.then(() => ask(line));
  });
  rl.on("close", () => {
    chain.then(() => socket.close());
    process.stdin.destroy();
  });
}
