// Cuts the input into lines by hand, and pauses before each request.
import { setTimeout as sleep } from "node:timers/promises";
import { Request } from "zeromq";

const args = process.argv.slice(2);
const endpoint = args.shift() || "tcp://127.0.0.1:5555";
const client = new Request({ linger: 0 });
let ended = false;
process.once("SIGINT", () => {
  ended = true;
  client.close();
  process.stdin.destroy();
});
client.connect(endpoint);

async function ask(text: string) {
  await sleep(700);
  await client.send(text);
  const reply = String((await client.receive())[0]);
  await sleep(200);
  console.log(`you: ${text}\nserver: ${reply}`);
}

async function typed() {
  let rest = "";
  for await (const chunk of process.stdin) {
    const lines = (rest + String(chunk)).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      if (line.toLowerCase() == "quit") {
        process.stdin.destroy();
        return;
      }
      await ask(line);
    }
  }
}

try {
  if (args.length) await ask(args.join(" "));
  else await typed();
} catch (error) {
  if (!ended) throw error;
}
client.close();
