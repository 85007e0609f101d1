// One handler for every error that nobody else catches.
import { Push } from "zeromq";

const [linger = "-1", letters = "one,two", endpoint = "tcp://127.0.0.1:5555"] =
  process.argv.slice(2);

const sender = new Push({ linger: Number(linger) });
sender.events.on("handshake", () => console.log("there"));
process.on("uncaughtException", ({ message }) => {
  console.error(`! ${message}`);
  process.exitCode = 1;
  sender.close();
});
process.once("SIGINT", () => process.exit(0));

sender.connect(endpoint);
for (const [index, letter] of letters.split(",").entries()) {
  if (letter === "") throw new Error(`letter ${index + 1} is empty`);
  await sender.send(letter);
  console.log(letter);
}
sender.close();
