import { setTimeout as sleep } from "node:timers/promises";
import { Request } from "zeromq";

const [action, word = "hello", endpoint = "tcp://127.0.0.1:5555"] =
  process.argv.slice(2);
const client = new Request({ linger: 0 });
process.once("SIGINT", () => client.close());
await sleep(700);
try {
  await (action === "bind" ? client.bind(endpoint) : client.connect(endpoint));
  const got: string[] = [];
  for (const number of [1, 2, 3]) {
    await client.send([`${word} ${number}`]);
    got.push(String(await client.receive()));
    console.log(got.at(-1));
    await sleep(200);
  }
} catch (error) {
  if (!client.closed) throw error;
}
client.close();
