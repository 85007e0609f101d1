// Sends its words to the server; without words, each line that is typed.
import { createInterface } from "node:readline";
import { Request } from "zeromq";

const [endpoint = "tcp://127.0.0.1:5555", ...words] = process.argv.slice(2);

// linger: a request still unsent at close() is thrown away.
const client = new Request({ linger: 0 });
client.connect(endpoint);

// Ctrl+C ends both that this program may be waiting for: a reply, or a line.
const stop = new AbortController();
process.once("SIGINT", () => {
  stop.abort();
  client.close();
});

async function ask(text: string): Promise<void> {
  await client.send(text);
  const [frame] = await client.receive();
  console.log(`client received: ${String(frame)}`);
}

try {
  if (words.length > 0) {
    await ask(words.join(" "));
  } else {
    console.log("type a line and press Enter; quit ends the client");
    const lines = createInterface({
      input: process.stdin,
      signal: stop.signal,
    });
    // Ctrl+D on an empty line ends this loop.
    for await (const line of lines) {
      if (line.trim().toLowerCase() === "quit") break;
      await ask(line);
    }
    // An input that stays open keeps a program running.
    lines.close();
  }
} catch (error) {
  // After Ctrl+C what was waiting ends with an error; any other is a real one.
  if (!stop.signal.aborted) throw error;
} finally {
  client.close();
  console.log("client closed");
}
