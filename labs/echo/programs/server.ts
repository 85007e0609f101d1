// Sends every request back, behind "echo: ", until Ctrl+C.
import { setTimeout as sleep } from "node:timers/promises";
import { Reply } from "zeromq";

// Its address, and how long it thinks about each request, in ms.
const [endpoint = "tcp://127.0.0.1:5555", pause = "0"] = process.argv.slice(2);

// linger: a reply still unsent at close() has up to 2 s to leave.
const server = new Reply({ linger: 2_000 });
const stop = new AbortController();
process.once("SIGINT", () => {
  stop.abort();
  server.close();
});

await server.bind(endpoint);
console.log(`server echoes on ${endpoint}`);

try {
  // Closing the socket ends this loop.
  for await (const [frame] of server) {
    console.log(`echoing: ${String(frame)}`);
    await sleep(Number(pause), undefined, { signal: stop.signal });
    await server.send(`echo: ${String(frame)}`);
  }
} catch (error) {
  // Ctrl+C ends the pause with an error. The request that it had gets no reply.
  if (!stop.signal.aborted) throw error;
}
console.log("server closed");
