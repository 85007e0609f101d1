// A streamer that looks right: it takes every task at once, keeps it in a list,
// and deals it when a worker is there.
import { Pull, Push } from "zeromq";

const front = new Pull();
const back = new Push();
const list: Buffer[][] = [];
let passed = 0;
process.once("SIGINT", () => {
  front.close();
  back.close();
  console.log(`hoarder closed, with ${list.length - passed} tasks in its list`);
});

await back.bind("tcp://127.0.0.1:5556");
await front.bind("tcp://127.0.0.1:5555");
console.log("hoarder waits for producers and workers");

async function pass(): Promise<void> {
  for (; passed < list.length; passed += 1) await back.send(list[passed] ?? []);
}

let passing = Promise.resolve();
try {
  for await (const task of front) {
    list.push(task);
    // Without `await`: it takes the next task while this one still waits.
    passing = passing.then(pass);
  }
  await passing;
} catch (error) {
  // After Ctrl+C what was waiting ends with an error; any other is a real one.
  if (!back.closed) throw error;
}
