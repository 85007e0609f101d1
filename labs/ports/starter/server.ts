// Holds a port and prints what comes there, until it is told to end.
import { Pair } from "zeromq";

const [name = "1", endpoint = "tcp://127.0.0.1:5555"] = process.argv.slice(2);

const pair = new Pair({ linger: 0 });
// TODO: close the socket on SIGINT and on SIGTERM. That ends the loop below.

try {
  await pair.bind(endpoint);
  console.log(
    `server ${name} listens on ${endpoint}, as process ${process.pid}`,
  );

  // Closing the socket ends this loop.
  for await (const [frame] of pair)
    console.log(`server ${name} received: ${String(frame)}`);
} catch (error) {
  // TODO: when the port is taken, print the error's code and the endpoint in one
  // line, and let the program exit with code 1. Throw every other error again.
  throw error;
} finally {
  pair.close();
  console.log(`server ${name} closed`);
}
