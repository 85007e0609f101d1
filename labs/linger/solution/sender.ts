// Sends its letters, closes its socket, and ends when its linger lets it end:
// node sender.ts 500 one,two,three
import { Push } from "zeromq";

const ten = "one,two,three,four,five,six,seven,eight,nine,ten";
const [linger = "-1", letters = ten, endpoint = "tcp://127.0.0.1:5555"] =
  process.argv.slice(2);

const sender = new Push({ linger: Number(linger) });
// As long as somebody listens to the events of a socket, the program goes on
// until that socket has ended.
sender.events.on("handshake", () => console.log("a receiver is there"));
sender.events.on("end", () => console.log("the socket has ended"));
// On Ctrl+C it gives up: exit() waits for nothing.
process.once("SIGINT", () => process.exit(0));

try {
  sender.connect(endpoint);
  console.log(`sender connects to ${endpoint}, linger ${sender.linger}`);

  for (const [index, letter] of letters.split(",").entries()) {
    if (letter === "") throw new Error(`letter ${index + 1} is empty`);
    await sender.send(letter);
    console.log(`sent ${letter}`);
  }
} catch (error) {
  console.error(String(error));
  process.exitCode = 1;
} finally {
  sender.close();
  console.log("sender has closed its socket");
}
