// Measures what three transports do, between two sockets of this program.
import { rmSync } from "node:fs";
import { Pull, Push, Reply, Request } from "zeromq";

const [time = "60"] = process.argv.slice(2);
const endpoints = {
  tcp: "tcp://127.0.0.1:5556",
  ipc: "ipc://measure.sock",
  inproc: "inproc://measure",
};
process.once("SIGINT", () => process.exit(0));

/** How often per second `step` can be done: the best of four times, as others may disturb one. */
async function rate(step: () => Promise<unknown>): Promise<number> {
  const rates: number[] = [];
  while (rates.length < 4) {
    const start = performance.now();
    let times = 0;
    do {
      await step();
      times += 1;
    } while (performance.now() - start < Number(time));
    rates.push((times * 1000) / (performance.now() - start));
  }
  return Math.round(Math.max(...rates));
}

async function roundTrips(endpoint: string, message: Buffer): Promise<number> {
  const server = new Reply({ linger: 0 });
  const client = new Request({ linger: 0 });
  await server.bind(endpoint);
  client.connect(endpoint);
  const result = await rate(async () => {
    await client.send(message);
    await server.send(await server.receive());
    await client.receive();
  });
  client.close();
  await server.unbind(endpoint);
  server.close();
  return result;
}

/** As many as are sent in one go are received, too. */
async function throughput(endpoint: string, message: Buffer): Promise<number> {
  const pull = new Pull({ linger: 0 });
  const push = new Push({ linger: 0 });
  await pull.bind(endpoint);
  push.connect(endpoint);
  const batch = 50;
  const result = await rate(async () => {
    const received = (async () => {
      for (let left = batch; left > 0; left -= 1) await pull.receive();
    })();
    for (let left = batch; left > 0; left -= 1) await push.send(message);
    await received;
  });
  push.close();
  await pull.unbind(endpoint);
  pull.close();
  return result * batch;
}

for (const size of [10, 1_000, 100_000, 1_000_000]) {
  const message = Buffer.alloc(size);
  for (const [name, endpoint] of Object.entries(endpoints)) {
    const trips = await roundTrips(endpoint, message);
    const messages = await throughput(endpoint, message);
    console.log(
      `${name} ${size} B: ${trips} round trips/s, ${messages} messages/s`,
    );
  }
}
rmSync("measure.sock", { force: true });
