// No promise chain: a list of those who wait, and one loop that works it off.
import * as zmq from "zeromq";

const questions = process.argv.slice(2);
const socket = new zmq.Request({ linger: 0 });
process.on("SIGINT", () => socket.close());
socket.connect("tcp://127.0.0.1:5555");

type Waiting = { text: string; done: (answer: string) => void };
const list: Waiting[] = [];
let busy = false;

async function work() {
  if (busy) return;
  busy = true;
  for (let next = list.shift(); next; next = list.shift()) {
    await socket.send(next.text);
    const frames = await socket.receive();
    next.done(frames.toString());
  }
  busy = false;
}

let left = questions.length;
for (const text of questions)
  list.unshift({
    text,
    done(answer) {
      console.log(JSON.stringify({ answer, question: text }));
      left -= 1;
      if (left === 0) socket.close();
    },
  });
work().catch((error: unknown) => {
  if (!socket.closed) throw error;
});
