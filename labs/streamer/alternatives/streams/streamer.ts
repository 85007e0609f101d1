// Lets Node's streams do the waiting. They hold sixteen tasks at most.
import { Readable, Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { Pull, Push } from "zeromq";

const front = new Pull();
const back = new Push({ linger: 2_000 });
process.once("SIGINT", () => {
  front.close();
  back.close();
});
await back.bind("tcp://127.0.0.1:5556");
await front.bind("tcp://127.0.0.1:5555");

const workers = new Writable({
  objectMode: true,
  write(task: Buffer[], _encoding, done) {
    back.send(task).then(() => done(), done);
  },
});
try {
  await pipeline(Readable.from(front), workers);
} catch (error) {
  if (!back.closed) throw error;
}
