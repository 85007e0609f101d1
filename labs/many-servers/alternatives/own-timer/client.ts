// Keeps the time itself: when it is over, the socket is closed.
import { Request } from "zeromq";

const [count, patience, ...endpoints] = process.argv.slice(2);
if (!endpoints.length)
  endpoints.push("tcp://127.0.0.1:5555", "tcp://127.0.0.1:5556");
const client = new Request({ linger: 0 });
let stopped = false;
process.on("SIGINT", () => {
  stopped = true;
  client.close();
});
for (const endpoint of endpoints) client.connect(endpoint);

async function ask(text: string): Promise<string | null> {
  const timer = setTimeout(() => client.close(), Number(patience ?? 3000));
  try {
    await client.send(text);
    return String((await client.receive())[0]);
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
}

for (let i = 0; i < Number(count ?? 8); i++) {
  const reply = await ask(`question ${i + 1}`);
  if (stopped) break;
  if (reply === null) {
    console.log(`gave up: request ${i + 1} of ${count ?? 8}`);
    process.exitCode = 1;
    break;
  }
  console.log(reply);
}
client.close();
