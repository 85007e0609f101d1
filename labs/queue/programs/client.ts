// Asks its requests one after the other, and prints each reply.
import { Request } from "zeromq";

const [name = "client-1", count = "6", endpoint = "tcp://127.0.0.1:5555"] =
  process.argv.slice(2);

// linger: a request still unsent at close() is thrown away.
const client = new Request({ linger: 0 });
process.once("SIGINT", () => client.close());

try {
  client.connect(endpoint);
  console.log(`${name} asks ${endpoint}`);
  const began = performance.now();

  for (let number = 1; number <= Number(count); number += 1) {
    await client.send(`${name}/${number}`);
    const [frame] = await client.receive();
    console.log(`${name} received: ${String(frame)}`);
  }
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  console.log(`${name} has all its replies after ${seconds} s`);
} catch (error) {
  // After Ctrl+C what was waiting ends with an error; any other is a real one.
  if (!client.closed) throw error;
} finally {
  client.close();
  console.log(`${name} closed`);
}
