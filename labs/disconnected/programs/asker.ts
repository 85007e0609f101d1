// Binds the endpoint, asks for each of its words, and ends. Without words, it asks
// for each line that is typed, until Ctrl+D: node asker.ts Ann
import { createInterface } from "node:readline";
import { Request } from "zeromq";

const [name = "Ann", ...words] = process.argv.slice(2);
const endpoint = "tcp://127.0.0.1:5555";

// linger: a request still unsent at close() is thrown away.
const asker = new Request({ linger: 0 });

// Ctrl+C ends both that this program may be waiting for: a reply, or a line.
const stop = new AbortController();
process.once("SIGINT", () => {
  asker.close();
  stop.abort();
});

try {
  await asker.bind(endpoint);
  console.log(`asker ${name} binds ${endpoint}`);

  const { signal } = stop;
  const typed = () => createInterface({ input: process.stdin, signal });
  if (words.length === 0) console.log("type a word and press Enter");
  for await (const word of words.length > 0 ? words : typed()) {
    console.log(`asker ${name} asks: ${word}`);
    await asker.send(`${word} from ${name}`);
    const [frame] = await asker.receive();
    console.log(`asker ${name} received: ${String(frame)}`);
  }
} catch (error) {
  // Once Ctrl+C has closed the socket, what was waiting ends with one of these.
  // Any other error is a real one.
  const { code = "" } = error as NodeJS.ErrnoException;
  if (!asker.closed || !["EAGAIN", "EBADF"].includes(code)) throw error;
} finally {
  asker.close();
  console.log(`asker ${name} closed`);
}
