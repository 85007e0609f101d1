import { setTimeout as sleep } from "node:timers/promises";
import { Subscriber } from "zeromq";

const [work, endpoint] = process.argv.slice(2);
const reader = new Subscriber({ receiveHighWaterMark: 5 });
process.once("SIGINT", () => reader.close());
reader.connect(endpoint ?? "tcp://127.0.0.1:5556");
reader.subscribe();

const state = { received: 0, missed: 0, next: null as number | null };
for await (const frames of reader) {
  const number = Number(frames[0]);
  state.received++;
  for (let lost = state.next ?? number; lost < number; lost++) state.missed++;
  state.next = number + 1;
  console.log(
    `News: ${number}, received: ${state.received}, missed: ${state.missed}.`,
  );
  await sleep(Number(work ?? 30));
}
