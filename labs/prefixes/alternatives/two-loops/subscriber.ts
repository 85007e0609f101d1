import { createInterface } from "node:readline";
import { Subscriber } from "zeromq";

const [endpoint, ...topics] = process.argv.slice(2) as [string, ...string[]];
const socket = new Subscriber();
const keys = createInterface(process.stdin);

process.on("SIGINT", () => {
  keys.close();
  socket.close();
});

async function type(): Promise<void> {
  for await (const line of keys) {
    const [, sign, topic = ""] = /^([+-])(.*)$/.exec(line) ?? [];
    if (sign === "+") socket.subscribe(Buffer.from(topic));
    if (sign === "-") socket.unsubscribe(Buffer.from(topic));
  }
}

async function hear(): Promise<void> {
  try {
    while (true) {
      const [update] = await socket.receive();
      console.log(JSON.stringify({ update: update?.toString() }));
    }
  } catch (error) {
    if (!socket.closed) throw error;
  }
}

if (topics.length > 0) socket.subscribe(...topics);
socket.connect(endpoint);
await Promise.all([type(), hear()]);
