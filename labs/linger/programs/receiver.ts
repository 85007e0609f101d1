// Prints the letters that come, until Ctrl+C.
import { Pull } from "zeromq";

const [endpoint = "tcp://127.0.0.1:5555"] = process.argv.slice(2);

const receiver = new Pull();
process.once("SIGINT", () => receiver.close());

try {
  await receiver.bind(endpoint);
  console.log(`receiver waits for letters on ${endpoint}`);

  let count = 0;
  // Closing the socket ends this loop.
  for await (const [letter] of receiver) {
    count += 1;
    console.log(`received ${String(letter)}  count ${count}`);
  }
} finally {
  receiver.close();
  console.log("receiver closed");
}
