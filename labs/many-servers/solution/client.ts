// Asks several servers in turn, through one socket, and gives up when a reply
// does not come.
import { Request } from "zeromq";

// How often it asks, and how long it waits for each reply, in ms.
const [count = "8", patience = "5000", ...given] = process.argv.slice(2);
const endpoints =
  given.length > 0 ? given : ["tcp://127.0.0.1:5555", "tcp://127.0.0.1:5556"];

// linger: a request still unsent at close() is thrown away.
const client = new Request({ linger: 0, receiveTimeout: Number(patience) });
process.once("SIGINT", () => client.close());

let number = 1;
try {
  for (const endpoint of endpoints) {
    client.connect(endpoint);
    console.log(`client connects to ${endpoint}`);
  }

  for (; number <= Number(count); number += 1) {
    await client.send(`request ${number}`);
    const [frame] = await client.receive();
    console.log(`client received: ${String(frame)}`);
  }
} catch (error) {
  const { code } = error as NodeJS.ErrnoException;
  // What waits fails with EAGAIN when its time is over, and on Ctrl+C too.
  if (code !== "EAGAIN") throw error;
  if (!client.closed) {
    console.log(`client got no reply to request ${number}`);
    process.exitCode = 1;
  }
} finally {
  client.close();
  console.log("client closed");
}
