// Calls exit() itself, but only when the socket has ended.
import { Push } from "zeromq";

const [linger = "-1", letters = "one,two", endpoint = "tcp://127.0.0.1:5555"] =
  process.argv.slice(2);

let code = 0;
const sender = new Push({ linger: +linger });
sender.events.on("end", () => process.exit(code));
process.on("SIGINT", () => process.exit(code));
sender.connect(endpoint);

const queue = letters.split(",");
let number = 0;
async function next(): Promise<void> {
  const letter = queue.shift();
  if (letter === undefined) return;
  number += 1;
  if (letter === "") throw new RangeError(`letter ${number} is empty`);
  await sender.send(letter);
  console.log(`${letter} is in the hands of ZeroMQ`);
  return next();
}

next()
  .catch((error: unknown) => {
    console.error(error);
    code = 1;
  })
  .finally(() => sender.close());
