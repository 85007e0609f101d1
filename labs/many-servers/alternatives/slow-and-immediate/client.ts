// Pauses before each request, and asks only servers that are there: `immediate`.
import { setTimeout as sleep } from "node:timers/promises";
import { Request } from "zeromq";

const [count = "8", patience = "3000", ...given] = process.argv.slice(2);
const usual = ["tcp://127.0.0.1:5555", "tcp://127.0.0.1:5556"];
const limit = Number(patience);
const client = new Request({
  linger: 0,
  immediate: true,
  sendTimeout: limit,
  receiveTimeout: limit,
});
process.once("SIGINT", () => client.close());
for (const endpoint of given.length > 0 ? given : usual)
  client.connect(endpoint);

for (let number = 1; number <= Number(count); number += 1) {
  await sleep(600);
  if (client.closed) break;
  try {
    await client.send(`request ${number}`);
    console.log(`${number}: ${String((await client.receive())[0])}`);
  } catch (error) {
    if (client.closed) break;
    console.log(`request ${number} failed: ${String(error)}`);
    process.exitCode = 1;
    break;
  }
}
client.close();
console.log("done");
