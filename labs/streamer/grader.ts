import { checksOf, expect } from "#grading";
import { Pull, Push } from "zeromq";
import streamerLab from "./lab.ts";

const check = checksOf(streamerLab);
const front = "tcp://127.0.0.1:5555";
const back = "tcp://127.0.0.1:5556";

check("each-once", async ({ lab }) => {
  const streamer = await lab.start("streamer");
  const pull = () => lab.connect(new Pull(), back, streamer, types);
  const push = () => lab.connect(new Push(), front, streamer, types);
  const workers = [await pull(), await pull(), await pull()];
  const producers = [await push(), await push()] as const;

  const empty = Buffer.alloc(0);
  const secret = () => Buffer.from(lab.random.nonce());
  const twice = [secret()];
  const binary = Buffer.from([0, 255, 128, lab.random.integer(0, 255)]);
  const tasks = lab.random.shuffle([
    [secret(), empty],
    [empty],
    [binary, secret(), binary],
    twice,
    twice,
    ...lab.random.nonces(7).map((task) => [Buffer.from(task), binary]),
  ]);
  // One of the producers has many more tasks than the other.
  for (const [index, task] of tasks.entries())
    await producers[index % 4 === 3 ? 1 : 0].send(task, "a task");

  const arrived: Buffer[][] = [];
  for (const [index, worker] of workers.entries())
    for (let number = 1; number <= 4; number += 1) {
      const what = `task ${number} of 4 for worker ${index + 1} of 3`;
      arrived.push(await worker.receive(what, inTurn));
    }
  const [expected, seen] = [listed(tasks), listed(arrived)];
  streamer.require(
    seen === expected,
    "should pass on every task as it came, but others came out.",
    { expected, seen, tryNext: asItIs },
  );
  await streamer.rest();
  const more = workers.some((worker) => worker.hasMessage);
  streamer.require(!more, "should pass on each task once", asItIs);
});

check(
  "producers-wait",
  async ({ lab }) => {
    const name = lab.random.nonce();
    const streamer = await lab.start("streamer");
    // Queues and the kernel's buffers hold some 1500 tasks of this size, or twice as many.
    const args = [name, "8000", "10000"];
    const producer = await lab.start("producer-a", { args });
    await producer.rest();
    producer.require(
      producer.running,
      "has handed over 8000 large tasks, and no worker was there: the streamer keeps them all.",
      keepsNone,
    );
    await streamer.rest();

    // Whoever comes late gets what has waited, in one piece.
    const worker = await lab.connect(new Pull(), back, streamer, types);
    for (let number = 1; number <= 10; number += 1) {
      const what = `task ${number} of those that have waited`;
      const [task, data] = await worker.receive(what, waits);
      streamer.require(
        String(task) === `${name}-${number}` && data?.length === 10_000,
        `should pass on ${what}, but passed on "${String(task)}" with ${data?.length ?? 0} bytes`,
        waits,
      );
    }
  },
  { after: ["each-once"] },
);

check(
  "come-and-go",
  async ({ lab }) => {
    const idle = await lab.start("streamer");
    await idle.rest();
    await idle.stopsOnInterrupt("before anybody is there", closes);

    const holding = await lab.start("streamer");
    const away = await lab.connect(new Push(), front, holding, types);
    await away.send("a task", "a task that no worker takes");
    await holding.rest();
    await holding.stopsOnInterrupt("while a task waits for a worker", closes);
    await away.leave();

    const streamer = await lab.start("streamer");
    for (const [producer, worker, count] of [
      ["producer-a", "worker-1", 5],
      ["producer-b", "worker-2", 7],
    ] as const) {
      const name = lab.random.nonce();
      const args = { producer: [name, String(count)], worker: [name, "1"] };
      const gone = await lab.start(producer, { args: args.producer });
      await expect(gone, "While no worker is there").toHaveExited(0, waits);
      const late = await lab.start(worker, { args: args.worker });
      await expect(late, "After its producer has gone").toHavePrinted(
        { worker: name, count },
        { decidedBy: "count", tryNext: waits },
      );
      await expect(late).toHavePrintedInOrder(
        Array.from({ length: count }, (_, i) => `did ${name}-${i + 1}, 10 `),
      );
      await late.stopsOnInterrupt("when its tasks are done");
      // Until it has seen that this worker is gone, it would still deal tasks to it.
      await streamer.rest();
    }
    await streamer.stopsOnInterrupt("when all tasks are done", closes);
  },
  { after: ["each-once"] },
);

const listed = (tasks: readonly Buffer[][]) =>
  tasks
    .map((frames) =>
      frames.map((frame) => `<${frame.toString("hex")}>`).join(""),
    )
    .toSorted()
    .join(" ");

const types =
  "Producers (PUSH) need a PULL socket, workers (PULL) a PUSH socket, and the streamer binds both.";
const inTurn =
  "Send each task once, with one PUSH socket for all workers: it deals them in turn.";
const asItIs =
  "Send on all frames of a task together, once, and as they came: `await back.send(frames)`.";
const keepsNone =
  "Await the `send` of each task before you receive the next one, and keep no list. A Proxy does that.";
const waits =
  "A task without a worker waits until one comes, and one with a worker goes on at once.";
const closes =
  "On SIGINT call `terminate()` of the proxy; or close both sockets, and catch the error of a `send` that still waits.";
