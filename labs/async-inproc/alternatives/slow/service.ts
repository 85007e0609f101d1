// Pauses before each step. The client is begun long before the worker is there.
import { setTimeout as sleep } from "node:timers/promises";
import { Reply, Request } from "zeromq";

const [endpoint = "inproc://work", part = "both", time = "300", ...given] =
  process.argv.slice(2);
const words = given.length > 0 ? given : ["one", "two", "three"];
const worker = new Reply({ linger: 5_000 });
const client = new Request({ linger: 0 });
let stopping = false;
let working = false;
process.once("SIGINT", () => {
  stopping = true;
  if (working) return;
  worker.close();
  client.close();
});

async function work() {
  await sleep(700);
  await worker.bind(endpoint);
  let count = 0;
  for await (const [frame] of worker) {
    working = true;
    console.log(`worker works on ${String(frame)}`);
    await sleep(Number(time) + 250);
    count += 1;
    await worker.send(`reply ${count} to ${String(frame)}`);
    working = false;
    if (stopping) break;
  }
  await sleep(300);
  worker.close();
  await sleep(300);
  console.log(`worker stopped after ${count} requests`);
}

async function ask() {
  client.connect(endpoint);
  for (const word of words) {
    if (stopping) break;
    await client.send(word);
    const [frame] = await client.receive();
    await sleep(200);
    console.log(`client received: ${String(frame)}`);
  }
  client.close();
}

try {
  const asked = part === "worker" ? null : ask();
  const worked = part === "client" ? null : work();
  await asked;
  if (part === "both") worker.close();
  await worked;
} catch (error) {
  if (!stopping) throw error;
}
