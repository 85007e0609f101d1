// Publishes news, one every so many ms, until Ctrl+C: node news.ts 3000
import { setTimeout as sleep } from "node:timers/promises";
import { Publisher } from "zeromq";

const [every = "3000", name = "news", endpoint = "tcp://127.0.0.1:5556"] =
  process.argv.slice(2);

const news = new Publisher({ linger: 0 });
const stop = new AbortController();
process.once("SIGINT", () => {
  news.close();
  stop.abort();
});

try {
  await news.bind(endpoint);
  console.log(`news are published at ${endpoint}`);

  for (let number = 1; ; number += 1) {
    await sleep(Number(every), undefined, stop);
    await news.send(`${name} ${number}`);
    console.log(`published ${name} ${number}`);
  }
} catch (error) {
  // After Ctrl+C what was waiting ends with an error; any other is a real one.
  if (!stop.signal.aborted) throw error;
}
console.log("news closed");
