// Answers each request with a reply that repeats its text, until Ctrl+C.
import { setTimeout as sleep } from "node:timers/promises";
import { Reply } from "zeromq";

// How long the work for one request takes, in ms.
const [work = "300", endpoint = "tcp://127.0.0.1:5555"] = process.argv.slice(2);

// linger: a reply still unsent at close() has up to 2 s to leave.
const server = new Reply({ linger: 2_000 });

// On Ctrl+C the request that it works on still gets its reply.
const stop = new AbortController();
let working = false;
process.once("SIGINT", () => {
  stop.abort();
  if (!working) server.close();
});

await server.bind(endpoint);
console.log(`server waits for requests on ${endpoint}`);

try {
  // Closing the socket ends this loop.
  for await (const [frame] of server) {
    working = true;
    const request = String(frame);
    console.log(`server received: ${request}`);
    await sleep(Number(work));
    // TODO: send the reply, "reply to …" with the text of this request.
    working = false;
    if (stop.signal.aborted) break;
  }
} finally {
  server.close();
  console.log("server closed");
}
