// A worker and a client as two async functions. Both can run in one process over
// inproc, or each in one of its own: node service.ts tcp://127.0.0.1:5555 worker
import { setTimeout as sleep } from "node:timers/promises";
import { Reply, Request } from "zeromq";

// How long a request takes, in ms, and the words that the client asks for.
const [endpoint = "inproc://work", part = "both", time = "300", ...given] =
  process.argv.slice(2);
const words = given.length > 0 ? given : ["one", "two", "three"];

// linger: a reply still unsent at close() has up to 2 s to leave.
const worker = new Reply({ linger: 2_000 });
const client = new Request({ linger: 0 });

// On Ctrl+C nothing new is begun, and what the worker has begun is finished.
const stop = new AbortController();
let working = false;
process.once("SIGINT", () => {
  stop.abort();
  // TODO: let both functions end by themselves. This cuts off everything. Where the
  // worker is just working, its loop ends behind the reply. Where it is not, close
  // both sockets: that ends what waits.
  console.log(`service is cut off, working: ${working}`);
  process.exit();
});

/** Replies to each request, until its socket is closed. */
async function work() {
  await worker.bind(endpoint);
  let count = 0;
  for await (const [frame] of worker) {
    working = true;
    console.log(`worker works on ${String(frame)}`);
    await sleep(Number(time));
    count += 1;
    await worker.send(`reply ${count} to ${String(frame)}`);
    working = false;
    if (stop.signal.aborted) break;
  }
  worker.close();
  console.log(`worker stopped after ${count} requests`);
}

/** Asks for each word, and prints each reply. */
async function ask() {
  client.connect(endpoint);
  for (const word of words) {
    if (stop.signal.aborted) break;
    await client.send(word);
    const [frame] = await client.receive();
    console.log(`client received: ${String(frame)}`);
  }
  client.close();
  console.log("client closed");
}

try {
  if (part === "worker") await work();
  else if (part === "client") await ask();
  else {
    // TODO: start the worker, let the client ask, end the worker by closing its
    // socket, and wait until it has ended. Here the client never begins.
    await work();
    await ask();
  }
} catch (error) {
  // After Ctrl+C what was waiting ends with an error; any other is a real one.
  if (!stop.signal.aborted) throw error;
}
console.log("service closed");
