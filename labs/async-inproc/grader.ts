import { checksOf, expect, type Program } from "#grading";
import { Request, Router } from "zeromq";
import asyncInproc from "./lab.ts";

const check = checksOf(asyncInproc);

check("one-process", async ({ lab }) => {
  const words = lab.random.nonces(lab.random.integer(4, 6));
  const name = `inproc://${lab.random.nonce()}`;
  const args = [name, "both", "1", ...words];
  const together = await lab.start("together", { args });
  await hasReplies(together, words);
  await expect(together, "When all is done").toHaveExited(0, sideBySide);
  await stopped(together, words.length);

  // The same over tcp: the worker in it really binds what it is told.
  const endpoint = `tcp://127.0.0.${lab.random.integer(2, 250)}:6001`;
  const more = await lab.start("together", {
    args: [endpoint, "both", "1500", ...words.slice(0, 2)],
    ready: { when: "listening", port: 6001 },
  });
  await hasReplies(more, words.slice(0, 2));
  await expect(more, "Over tcp").toHaveExited(0, sideBySide);
  await stopped(more, 2);
});

check("each-alone", async ({ lab }) => {
  const endpoint = `tcp://127.0.0.${lab.random.integer(2, 250)}:6001`;
  const ready = { when: "listening", port: 6001 } as const;
  const args = [endpoint, "worker", "1"];
  const worker = await lab.start("worker", { args, ready });
  const words = lab.random.nonces(5);
  const clients = [
    await lab.connect(new Request(), endpoint, worker, binds),
    await lab.connect(new Request(), endpoint, worker, binds),
  ];
  for (const [index, word] of words.entries()) {
    const client = clients[index % 2];
    await client?.send(word, "a request");
    const includes = `reply ${index + 1} to ${word}`;
    await client?.text(`reply ${index + 1} of 5`, { includes, tryNext: loops });
  }
  await worker.stopsOnInterrupt("while it waits for a request", closes);
  await stopped(worker, words.length);

  const at = `tcp://127.0.0.${lab.random.integer(2, 250)}:6002`;
  const others = await lab.bind(new Router(), at);
  const client = await lab.start("client", {
    args: [at, "client", "1", ...words],
  });
  await others.meet(client);
  for (const [index, word] of words.entries()) {
    const what = `request ${index + 1} of 5`;
    const [owner = "", delimiter = "", text = ""] = await others.receive(what);
    client.require(
      String(text) === word,
      `Its ${what} should be one of its words.`,
      { expected: word, seen: String(text) },
    );
    // Nobody replies to the last one.
    if (index === words.length - 1) break;
    const reply = `${lab.random.nonce()} to ${word}`;
    await others.send([owner, delimiter, reply], "a reply");
    await client.printed(reply);
  }
  await client.rest();
  await client.stopsOnInterrupt("while it waits for a reply", closes);
});

check(
  "nothing-cut-off",
  async ({ lab }) => {
    const [word, ...rest] = lab.random.nonces(3);
    const endpoint = `tcp://127.0.0.${lab.random.integer(2, 250)}:6001`;
    const alone = await lab.start("worker", {
      args: [endpoint, "worker", "2500"],
      ready: { when: "listening", port: 6001 },
    });
    const client = await lab.connect(new Request(), endpoint, alone, binds);
    await client.send(word ?? "", "a request");
    await alone.printed(`works on ${word}`, { tryNext: loops });
    alone.interrupt();
    await client.text("the reply to the request that it was working on", {
      includes: `reply 1 to ${word}`,
      tryNext: finishes,
    });
    await ends(alone);

    const name = `inproc://${lab.random.nonce()}`;
    const both = [name, "both", "2500", word ?? "", ...rest];
    const together = await lab.start("together", { args: both });
    await together.printed(`works on ${word}`, { tryNext: loops });
    together.interrupt();
    await ends(together);
    await hasReplies(together, [word ?? ""], finishes);
    for (const other of rest)
      together.require(
        !together.transcript.includes(other),
        "After Ctrl+C it has begun another request.",
        "Ask no further when `stop.signal.aborted`.",
      );
  },
  { after: ["one-process", "each-alone"] },
);

/** After Ctrl+C in the middle of its first request. */
async function ends(program: Program) {
  await expect(program, "After Ctrl+C").toHaveExited(0, ended);
  await stopped(program, 1, ended);
}

async function hasReplies(
  program: Program,
  words: readonly string[],
  tryNext = sideBySide,
) {
  const replies = words.map((word, index) => `reply ${index + 1} to ${word}`);
  await expect(program, "What the client received").toHavePrintedInOrder(
    replies,
    { tryNext },
  );
}

async function stopped(program: Program, requests: number, tryNext = stops) {
  const line = new RegExp(`stopped\\D*${requests}\\b`, "i");
  await expect(
    program,
    `The end of the worker, as "worker stopped after ${requests} requests"`,
  ).toHavePrinted(line, { tryNext });
}

const sideBySide =
  "Start `work()` without await, await `ask()`, then close the worker's socket and await what `work()` gave.";
const binds = "The worker binds the endpoint, its first argument.";
const loops =
  "Leave the loop in `work()` as it was: one reply for each request.";
const closes =
  "Where the worker is not working, the SIGINT handler closes both sockets.";
const finishes =
  "While the worker is working, the SIGINT handler closes nothing, and never calls process.exit(): the reply is still to come.";
const ended =
  "Behind the reply both loops look whether `stop` is aborted, and then begin nothing new.";
const stops =
  "The worker prints it when its loop has ended. So close its socket, and await the end of `work()`: process.exit() would cut that off.";
