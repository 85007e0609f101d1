import { Pull, Push } from "zeromq";

const [producers = "tcp://127.0.0.1:5555", workers = "tcp://127.0.0.1:5556"] =
  process.argv.slice(2);
const front = new Pull();
const back = new Push({ linger: 2_000 });
process.once("SIGINT", () => {
  front.close();
  back.close();
});

await front.bind(producers);
await back.bind(workers);
try {
  for await (const frames of front) {
    await back.send(frames);
    console.log(`passed on ${String(frames[0])}`);
  }
} catch (error) {
  if (!back.closed) throw error;
}
