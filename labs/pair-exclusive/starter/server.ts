// Answers the questions of its clients, until Ctrl+C.
import { Pair } from "zeromq";

const [first = "tcp://127.0.0.1:5555"] = process.argv.slice(2);

// linger: an answer still unsent at close() has up to 2 s to leave.
const pairA = new Pair({ linger: 2_000 });
process.once("SIGINT", () => {
  pairA.close();
});

async function serve(pair: Pair, endpoint: string) {
  await pair.bind(endpoint);
  console.log(`server waits for one client on ${endpoint}`);

  // Closing the socket ends this loop.
  for await (const [frame] of pair) {
    const question = String(frame);
    console.log(`server received on ${endpoint}: ${question}`);
    await pair.send(`answer to ${question}`);
  }
}

try {
  // TODO: serve a second client at the same time, on tcp://127.0.0.1:5556, with
  // a socket of its own. Close that one too wherever the first is closed.
  await serve(pairA, first);
} catch (error) {
  // After Ctrl+C a send() that was waiting ends with EAGAIN.
  if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw error;
} finally {
  pairA.close();
  console.log("server closed");
}
