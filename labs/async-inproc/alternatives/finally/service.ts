// Both with Promise.all: whoever asks closes the worker's socket in the end.
import { setTimeout as sleep } from "node:timers/promises";
import * as zmq from "zeromq";

const [endpoint = "inproc://work", part = "both", time = "300", ...rest] =
  process.argv.slice(2);
const worker = new zmq.Reply();
const client = new zmq.Request();

let stopping = false;
let busy: Promise<void> | undefined;
process.on("SIGINT", () => {
  stopping = true;
  // What is under way ends first.
  void Promise.resolve(busy).then(async () => {
    worker.close();
    // The reply may still be on its way to the client.
    await sleep(busy ? 200 : 0);
    client.close();
  });
});

async function serve() {
  await worker.bind(endpoint);
  let served = 0;
  const one = async (text: string) => {
    console.log(`worker works on ${text}`);
    await sleep(Number(time));
    await worker.send(`reply ${(served += 1)} to ${text}`);
  };
  while (!stopping && !worker.closed) {
    try {
      const [text] = await worker.receive();
      busy = one(String(text));
      await busy;
    } catch {
      break;
    }
    busy = undefined;
  }
  console.log(`worker has stopped, requests: ${served}`);
}

async function ask() {
  try {
    client.connect(endpoint);
    for (const word of rest.length > 0 ? rest : ["one", "two", "three"]) {
      if (stopping) break;
      await client.send(word);
      console.log(String((await client.receive())[0]));
    }
  } catch (error) {
    if (!stopping) throw error;
  } finally {
    client.close();
  }
}

const parts = [];
if (part !== "client") parts.push(serve());
if (part !== "worker")
  parts.push(
    ask().finally(() => {
      worker.close();
    }),
  );
await Promise.all(parts);
