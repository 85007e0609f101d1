// `using` closes the socket, on whichever way the block is left.
import { Push } from "zeromq";

const [linger = -1, list, endpoint] = process.argv.slice(2);
process.on("SIGINT", () => process.exit(0));

async function deliver(letters: string[]): Promise<void> {
  const socket = new Push();
  socket.linger = Number(linger);
  using _closing = { [Symbol.dispose]: () => socket.close() };
  socket.events.on("handshake", () => console.log("hello, receiver"));
  socket.connect(endpoint ?? "tcp://127.0.0.1:5555");
  for (let number = 1; number <= letters.length; number += 1) {
    const letter = letters[number - 1];
    if (!letter) throw new Error(`letter ${number} is empty`);
    await socket.send([letter]);
    console.log({ number, letter });
  }
}

await deliver((list ?? "one,two,three").split(",")).catch((error: unknown) => {
  console.log(`not all went well: ${String(error)}`);
  process.exitCode = 1;
});
