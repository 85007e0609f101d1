// Asks twice, and gives up when nobody answers:
// node client.ts ipc://room.sock hello
import { Request } from "zeromq";

const [endpoint = "tcp://127.0.0.1:5555", word = "hello"] =
  process.argv.slice(2);

// receiveTimeout: without a reply, receive() fails after 2 s.
const client = new Request({ linger: 0, receiveTimeout: 2_000 });
process.once("SIGINT", () => process.exit(0));

client.connect(endpoint);
console.log(`client connects to ${endpoint}`);
try {
  for (const number of [1, 2]) {
    await client.send(`${word} ${number}`);
    const [frame] = await client.receive();
    console.log(`client received: ${String(frame)}`);
  }
} catch (error) {
  if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw error;
  console.log(`nobody answers on ${endpoint}`);
}
client.close();
