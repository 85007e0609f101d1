// Prints the updates that begin with one of its prefixes: those it is given, and
// those typed while it runs. +10 subscribes to "10", and -10 ends that.
import { createInterface } from "node:readline";
import { Subscriber } from "zeromq";

const [endpoint = "tcp://127.0.0.1:5555", ...prefixes] = process.argv.slice(2);

const updates = new Subscriber();
const keyboard = createInterface({ input: process.stdin });
process.once("SIGINT", () => {
  updates.close();
  keyboard.close();
});

updates.connect(endpoint);
// TODO: subscribe to each of the prefixes. Without any it subscribes to nothing.
console.log(`subscriber listens to ${endpoint}: ${JSON.stringify(prefixes)}`);

keyboard.on("line", (line) => {
  const prefix = line.slice(1);
  if (line.startsWith("+")) {
    // TODO: subscribe to this prefix.
    console.log(`subscriber shall subscribe to "${prefix}"`);
  } else if (line.startsWith("-")) {
    // TODO: unsubscribe from this prefix.
    console.log(`subscriber shall unsubscribe from "${prefix}"`);
  } else {
    console.log("type +10 to subscribe to 10, and -10 to end that");
  }
});

// Closing the socket ends this loop.
for await (const [message] of updates)
  console.log(`subscriber received: ${String(message)}`);
console.log("subscriber closed");
