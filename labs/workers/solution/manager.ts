// Hands out tasks, such as, each to one worker:
// node manager.ts A 30 hands out thirty, when three workers are there.
import { Push } from "zeromq";

const [
  name = "A",
  count = "30",
  endpoint = "tcp://127.0.0.1:5555",
  workers = "3",
] = process.argv.slice(2);

// linger: tasks still unsent at close() have up to 5 s to leave.
const tasks = new Push({ linger: 5_000 });
process.once("SIGINT", () => tasks.close());

try {
  const ready = handshakes(Number(workers));
  await tasks.bind(endpoint);
  console.log(`manager ${name} waits for ${workers} workers on ${endpoint}`);
  await ready;

  for (let number = 1; number <= Number(count); number += 1)
    await tasks.send(`${name}-${number}`);
  console.log(`manager ${name} has no more tasks`);
} catch (error) {
  // After Ctrl+C what was waiting ends with an error; any other is a real one.
  if (!tasks.closed) throw error;
} finally {
  tasks.close();
  console.log(`manager ${name} closed`);
}

/** Resolves once so many workers have completed the ZeroMQ handshake. */
async function handshakes(wanted: number): Promise<void> {
  let seen = 0;
  for await (const event of tasks.events) {
    if (event.type === "handshake") seen += 1;
    if (seen === wanted) return;
  }
}
