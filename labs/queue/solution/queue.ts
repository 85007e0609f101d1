// Passes requests to the workers, and their replies back, until Ctrl+C.
import { Dealer, Router } from "zeromq";

const [clients = "tcp://127.0.0.1:5555", workers = "tcp://127.0.0.1:5556"] =
  process.argv.slice(2);

// linger: what is still unsent at close() has up to 2 s to leave.
const front = new Router({ linger: 2_000 });
const back = new Dealer({ linger: 2_000 });
process.once("SIGINT", () => {
  front.close();
  back.close();
});

// A ROUTER's names for its connections begin with a zero byte: shown in hex.
const show = (frames: Buffer[]) =>
  frames.map((each) => `<${each.toString(each[0] === 0 ? "hex" : "utf8")}>`);

async function pass(from: Router | Dealer, to: Router | Dealer) {
  try {
    // Closing the sockets ends this loop.
    for await (const frames of from) {
      const what = from === front ? "request" : "reply";
      console.log(`queue passes a ${what}: ${show(frames).join(" ")}`);
      await to.send(frames);
    }
  } catch (error) {
    // After Ctrl+C what was waiting ends with an error; any other is a real one.
    if (!to.closed) throw error;
  }
}

await front.bind(clients);
await back.bind(workers);
console.log(`queue waits for clients on ${clients}`);
console.log(`queue waits for workers on ${workers}`);

await Promise.all([pass(front, back), pass(back, front)]);
console.log("queue closed");
