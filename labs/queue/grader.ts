import { checksOf, expect } from "#grading";
import { Dealer, Reply, Request } from "zeromq";
import queueLab from "./lab.ts";

const check = checksOf(queueLab);
const front = "tcp://127.0.0.1:5555";
const back = "tcp://127.0.0.1:5556";

check("finds-owner", async ({ lab }) => {
  const queue = await lab.start("queue");
  const worker = await lab.connect(new Reply(), back, queue, types);
  const client = await lab.connect(new Request(), front, queue, types);
  // This one asks as another queue would: with one more frame in its envelope.
  const chained = await lab.connect(new Dealer(), front, queue, types);

  const empty = Buffer.alloc(0);
  const secret = () => Buffer.from(lab.random.nonce());
  const binary = Buffer.concat([Buffer.from([0, 255, 128]), secret()]);
  const unchanged = (seen: Buffer[], expected: Buffer[], what: string) => {
    const tryNext = "Send on every frame as it came: `await to.send(frames)`.";
    queue.require(
      hex(seen) === hex(expected),
      `should pass on ${what} as it came, but it has changed it`,
      { expected: hex(expected), seen: hex(seen), tryNext },
    );
  };

  const question = [binary, empty];
  await client.send(question, "request 1 of 3");
  const asked = await worker.receive("request 1 of 3", arrives);
  unchanged(asked, question, "request 1 of 3");
  const answer = [empty, secret(), binary];
  await worker.send(answer, "reply 1 of 3");
  const answered = await client.receive("reply 1 of 3", returns);
  unchanged(answered, answer, "reply 1 of 3");

  // Two requests are on their way before the first of them is answered.
  const [second, third, outer] = [secret(), secret(), secret()];
  await client.send([second], "request 2 of 3");
  await chained.send([outer, empty, third], "request 3 of 3");
  await queue.rest();
  for (const which of ["request 2 or 3 of 3", "the other of requests 2 and 3"])
    await worker.send(await worker.receive(which, arrives), "the reply");
  const mine = await client.receive("the reply to request 2 of 3", returns);
  unchanged(mine, [second], "the reply to request 2 of 3");
  const other = await chained.receive("the reply to request 3 of 3", returns);
  unchanged(other, [outer, empty, third], "the reply to request 3 of 3");
});

check(
  "side-by-side",
  async ({ lab }) => {
    const queue = await lab.start("queue");
    const slow = await lab.connect(new Reply(), back, queue, types);
    const quick = await lab.connect(new Reply(), back, queue, types);
    const clients = new Map(
      await Promise.all(
        [lab.random.nonce(), lab.random.nonce()].map(async (word, index) => {
          const socket = new Request();
          const client = await lab.connect(socket, front, queue, types);
          await client.send(word, `request ${index + 1} of 2`);
          return [word, client] as const;
        }),
      ),
    );

    // Each worker has a request before one of them replies.
    const held = await slow.text("a request for worker 1 of 2", sideways);
    const taken = await quick.text(
      "a request for worker 2 of 2, while worker 1 is still at work,",
      sideways,
    );
    for (const [worker, word, when] of [
      [quick, taken, "while the other worker still works"],
      [slow, held, "when the slow worker has replied"],
    ] as const) {
      await worker.send(`did ${word}`, "the reply");
      const owner = clients.get(word);
      lab.require(!!owner, `A worker got ${word}, which nobody asked`);
      const what = `the reply for its client, ${when}`;
      await owner?.text(what, { includes: `did ${word}`, tryNext: whose });
    }
  },
  { after: ["finds-owner"] },
);

check(
  "late-and-clean",
  async ({ lab }) => {
    const [early, late] = [lab.random.nonce(), lab.random.nonce()];
    const idle = await lab.start("queue");
    await idle.rest();
    await idle.stopsOnInterrupt("before anybody is there", closes);

    const holding = await lab.start("queue");
    const client = await lab.connect(new Request(), front, holding, types);
    await client.send(late, "a request that no worker takes");
    await holding.rest();
    await holding.stopsOnInterrupt(
      "while a request waits for a worker",
      closes,
    );
    await client.leave();

    const queue = await lab.start("queue");
    const impatient = await lab.connect(new Request(), front, queue, types);
    const worker = await lab.connect(new Reply(), back, queue, types);
    await impatient.send(early, "a request");
    await worker.receive("a request of a client that goes", arrives);
    await impatient.leave();
    await queue.rest();
    await worker.send(late, "a reply that nobody waits for");
    await queue.rest();
    await worker.leave();
    // Until it has seen that this worker is gone, it would still deal requests to it.
    await queue.rest();

    const first = await lab.start("client-1", { args: [early, "3"] });
    // The client has asked, and then the queue holds its request.
    await first.rest();
    await queue.rest();
    await lab.start("worker-1", { args: [`w-${late}`, "1"] });
    await expect(first, "With a worker that came late").toHaveExited(0, waits);
    await expect(first).toHavePrinted(`w-${late} did ${early}/3`);
    const second = await lab.start("client-2", { args: [late, "2"] });
    await expect(second, "As a client that came late").toHaveExited(0, waits);
    await queue.stopsOnInterrupt("when it has passed all replies", closes);
  },
  { after: ["finds-owner"] },
);

const hex = (frames: readonly Buffer[]) =>
  `${frames.length} frames: ${frames.map((frame) => `<${frame.toString("hex")}>`).join(" ")}`;

const types =
  "Clients (REQ) need a ROUTER, workers (REP) a DEALER, both bound.";
const arrives =
  "Send every message from `front` on to `back`, with all its frames.";
const returns =
  "Send every message from `back` on to `front`, with all its frames.";
const sideways = {
  tryNext:
    "Requests and replies need a loop each, side by side. Do not wait for a reply before you pass on the next request.",
};
const whose =
  "Replies come in any order. The envelope of each says whose it is: leave it as it is.";
const waits = "A request without a worker has to wait until one comes.";
const closes =
  "On SIGINT close both sockets, and catch the error of a `send` that still waits.";
