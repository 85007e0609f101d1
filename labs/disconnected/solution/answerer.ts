// Answers whoever binds the endpoint, one asker after the other, until Ctrl+C.
import { setTimeout as sleep } from "node:timers/promises";
import { Reply } from "zeromq";

// How long the work for one request takes, in ms.
const [work = "300", endpoint = "tcp://127.0.0.1:5555"] = process.argv.slice(2);

// linger: a reply still unsent at close() has up to 2 s to leave.
const answerer = new Reply({ linger: 2_000 });
process.once("SIGINT", () => answerer.close());

// Before connect(), so that no event is missed.
answerer.events.on("handshake", () => console.log("an asker is there"));
answerer.events.on("disconnect", () => console.log("the asker has gone"));

let count = 0;
try {
  answerer.connect(endpoint);
  console.log(`answerer connects to ${endpoint}`);

  // Closing the socket ends this loop.
  for await (const [frame] of answerer) {
    const request = String(frame);
    count += 1;
    console.log(`answerer received: ${request}`);
    await sleep(Number(work));
    await answerer.send(`reply ${count} to ${request}`);
  }
} catch (error) {
  // Once Ctrl+C has closed the socket, a reply cannot leave any more. Any other
  // error is a real one.
  const { code = "" } = error as NodeJS.ErrnoException;
  if (!answerer.closed || !["EAGAIN", "EBADF"].includes(code)) throw error;
} finally {
  answerer.close();
  console.log("answerer closed");
}
