// Sends its letters, closes its socket, and ends when its linger lets it end:
// node sender.ts 500 one,two,three
import { Push } from "zeromq";

const ten = "one,two,three,four,five,six,seven,eight,nine,ten";
const [linger = "-1", letters = ten, endpoint = "tcp://127.0.0.1:5555"] =
  process.argv.slice(2);

// TODO: let the socket linger for as many milliseconds as the argument says.
const sender = new Push();
// As long as somebody listens to the events of a socket, the program goes on
// until that socket has ended.
sender.events.on("handshake", () => console.log("a receiver is there"));
sender.events.on("end", () => console.log("the socket has ended"));
// On Ctrl+C it gives up: exit() waits for nothing.
process.once("SIGINT", () => process.exit(0));

sender.connect(endpoint);
console.log(`sender connects to ${endpoint}, linger ${sender.linger}`);

// TODO: when a letter is empty, those before it must leave all the same. Say
// what is wrong, close the socket, and let the program end with exit code 1.
for (const [index, letter] of letters.split(",").entries()) {
  if (letter === "") throw new Error(`letter ${index + 1} is empty`);
  await sender.send(letter);
  console.log(`sent ${letter}`);
}

sender.close();
console.log("sender has closed its socket");
