// Hands over its tasks one after the other, and ends. A task has two frames: its
// name, and its data of `size` bytes.
import { Push } from "zeromq";

const [name = "A", count = "12", size = "10", given] = process.argv.slice(2);
const endpoint = given ?? "tcp://127.0.0.1:5555";

// sendHighWaterMark: no more than one task waits in here. linger: a task still
// unsent at close() has up to 5 s to leave.
const tasks = new Push({ sendHighWaterMark: 1, linger: 5_000 });
process.once("SIGINT", () => tasks.close());

try {
  tasks.connect(endpoint);
  console.log(`producer ${name} has ${count} tasks for ${endpoint}`);

  const data = Buffer.alloc(Number(size));
  for (let number = 1; number <= Number(count); number += 1) {
    await tasks.send([`${name}-${number}`, data]);
    if (number % 500 === 0 || number === Number(count))
      console.log(`producer ${name} has handed over ${number}`);
  }
} catch (error) {
  // After Ctrl+C what was waiting ends with an error; any other is a real one.
  if (!tasks.closed) throw error;
}
tasks.close();
console.log(`producer ${name} closed`);
