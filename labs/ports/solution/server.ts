// Holds a port and prints what comes there, until it is told to end.
import { Pair } from "zeromq";

const [name = "1", endpoint = "tcp://127.0.0.1:5555"] = process.argv.slice(2);

const pair = new Pair({ linger: 0 });
process.once("SIGINT", () => pair.close());
process.once("SIGTERM", () => pair.close());

try {
  await pair.bind(endpoint);
  console.log(
    `server ${name} listens on ${endpoint}, as process ${process.pid}`,
  );

  // Closing the socket ends this loop.
  for await (const [frame] of pair)
    console.log(`server ${name} received: ${String(frame)}`);
} catch (error) {
  const { code } = error as NodeJS.ErrnoException;
  if (code !== "EADDRINUSE") throw error;
  console.error(`server ${name}: ${code}, ${endpoint} is taken`);
  process.exitCode = 1;
} finally {
  pair.close();
  console.log(`server ${name} closed`);
}
