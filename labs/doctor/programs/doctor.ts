// Tries each part of this machine that the course needs, and says what to do
// where one is missing.
import { spawnSync } from "node:child_process";
import { rm } from "node:fs/promises";
import { networkInterfaces } from "node:os";

const missing: string[] = [];

async function examine(what: string, toDo: string, attempt: () => unknown) {
  try {
    console.log(`✓ ${what}: ${String(await attempt())}`);
  } catch (error) {
    missing.push(what);
    console.log(`✗ ${what}: ${String(error)}`);
    console.log(`  To do: ${toDo}`);
  }
}

async function roundTrips(endpoint: string) {
  const { Pair } = await import("zeromq");
  const limits = { linger: 0, sendTimeout: 5_000, receiveTimeout: 5_000 };
  const near = new Pair(limits);
  const far = new Pair(limits);
  try {
    await near.bind(endpoint);
    far.connect(endpoint);
    // The first message has to wait for the connection.
    await far.send("hello");
    await near.receive();
    const begin = performance.now();
    for (let number = 1; number <= 100; number += 1) {
      await far.send(`message ${number}`);
      await near.send(await near.receive());
      const [frame] = await far.receive();
      if (String(frame) !== `message ${number}`)
        throw new Error(`message ${number} came back as ${String(frame)}`);
    }
    const each = (performance.now() - begin) * 10;
    return `100 messages there and back, ${each.toFixed(0)} µs each`;
  } finally {
    near.close();
    far.close();
  }
}

await examine("Node", "start the course with npm start.", () => {
  const [major = 0] = process.versions.node.split(".").map(Number);
  if (major < 24) throw new Error(`${process.version}, but 24 is needed`);
  return process.version;
});
await examine("ZeroMQ", "run npm ci in the course's folder.", async () => {
  const { version } = await import("zeromq");
  return `the library is loaded, version ${version}`;
});
await examine(
  "tcp",
  "when the address is in use, end what holds port 5555. ss -ltnp shows it.",
  () => roundTrips("tcp://127.0.0.1:5555"),
);
await examine(
  "ipc",
  "the lab's folder must be writable, on a disk that can hold sockets.",
  async () => {
    const file = `doctor-${process.pid}.ipc`;
    try {
      return await roundTrips(`ipc://${file}`);
    } finally {
      await rm(file, { force: true });
    }
  },
);

// What follows is good to have. The labs work without it.
const networks = Object.keys(networkInterfaces());
const own = networks.every((name) => name === "lo");
console.log(
  own
    ? "✓ sandbox: this lab has a network of its own"
    : "– sandbox: this lab shares the machine's network. npx labs doctor says why.",
);
const { isTTY, columns, rows } = process.stdout;
console.log(
  isTTY
    ? `✓ terminal: ${columns} columns, ${rows} rows`
    : "– terminal: none, this output goes to a program",
);
for (const [tool, from] of [
  ["ss", "iproute2"],
  ["fuser", "psmisc"],
] as const)
  console.log(
    spawnSync(tool, ["-V"]).error
      ? `– ${tool}: not found. On Debian: apt install ${from}`
      : `✓ ${tool}: found`,
  );

console.log(
  missing.length > 0
    ? `Not ready yet: ${missing.join(", ")}`
    : "This machine is ready for the course.",
);
process.exitCode = missing.length > 0 ? 1 : 0;
