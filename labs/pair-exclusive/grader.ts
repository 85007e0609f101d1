import { checksOf, expect } from "#grading";
import { Pair, Stream } from "zeromq";
import pairExclusive from "./lab.ts";

const check = checksOf(pairExclusive);
const [first, second] = ["tcp://127.0.0.1:5555", "tcp://127.0.0.1:5556"];
const questions = 5;

check("tells-handshake", async ({ lab }) => {
  const name = lab.random.nonce();

  // It takes TCP connections, and never says a word of ZeroMQ.
  const silent = await lab.bind(new Stream(), first);
  const client = await lab.start("client-a", { args: [name, first, "0"] });
  await silent.receive("a TCP connection of client-a", listens);
  // Longer than it may pause; the library alone would wait half a minute for the first word.
  await client.rest({ sleeps: 10_000 });
  client.require(
    !/handshake complete/i.test(client.transcript),
    "The client says that its handshake is complete, but only a TCP connection was made: the other side has not spoken yet.",
    listens,
  );
  await silent.leave();

  const server = await lab.bind(new Pair(), first);
  await server.meet(client);
  await client.printed(new RegExp(`${name}.*handshake complete`, "i"), {
    what: `"${name}: handshake complete"`,
    tryNext: listens,
  });

  for (let number = 1; number <= questions; number++) {
    const which = `question ${number} of ${questions}`;
    const question = await server.text(which, { includes: name });
    await server.send(`answer to ${question}`, `the answer to ${which}`);
    await client.printed(`answer to ${question}`, { tryNext: leaveRest });
  }
  await expect(client, "After its last answer").toHaveExited(0, leaveRest);
  await server.expectNoMore(`${questions} questions`, leaveRest);
});

check("serves-both", async ({ lab }) => {
  const server = await lab.start("server");
  const join = async (endpoint: string) => ({
    peer: await lab.connect(new Pair(), endpoint, server, twoSockets),
    which: `a question on port ${endpoint.slice(-4)}`,
  });
  const [late, early] = [await join(second), await join(first)];

  // One asks while the other is silent, or both before there is an answer: twice each.
  for (const asking of [[late], [early, late], [early], [late, early]]) {
    const asked = asking.flatMap((client) =>
      lab.random
        .nonces(2)
        .map((word) => ({ ...client, question: `Is ${word} a word?` })),
    );
    for (const { peer, question, which } of asked)
      await peer.send(question, which);
    for (const { peer, question, which } of asked)
      await peer.text(`the answer to ${which}`, {
        includes: question,
        tryNext: sideBySide,
      });
  }

  // Who has gone keeps nobody waiting.
  const [gone, here] = lab.random.shuffle([late, early]);
  await gone?.peer.leave();
  await server.rest();
  const word = lab.random.nonce();
  await here?.peer.send(word, "a question");
  await here?.peer.text("an answer while only one client is left", {
    includes: word,
    tryNext: sideBySide,
  });

  await server.stopsOnInterrupt("while it waits for questions", closesBoth);
  await here?.peer.expectNoMore("one answer to each question", ownAnswers);
});

check(
  "both-clients",
  async ({ lab }) => {
    const [a, b] = [lab.random.nonce(), lab.random.nonce()];
    const silent = await lab.bind(new Pair(), first);
    const waiting = await lab.start("client-a", { args: [a, first, "0"] });
    await silent.meet(waiting);
    await waiting.rest();
    await waiting.stopsOnInterrupt("while it waits for an answer");
    await silent.leave();

    const alone = await lab.start("server");
    await alone.rest();
    await alone.stopsOnInterrupt("before a client is there", closesBoth);

    const server = await lab.start("server");
    const clients = [
      await lab.start("client-a", { args: [a, first, "0"] }),
      await lab.start("client-b", { args: [b, second, "0"] }),
    ];
    for (const client of clients) {
      await expect(client, "With your server").toHaveExited(0, sideBySide);
      await expect(client).toHavePrinted(/handshake complete/i, {
        tryNext: "Begin to listen for the event before you connect.",
      });
    }
    await server.stopsOnInterrupt("when both have their answers", closesBoth);
  },
  { after: ["tells-handshake", "serves-both"] },
);

const listens =
  'Print it when the event comes: pair.events.on("handshake", …). A connection that is made, or a send() that resolves, tells nothing of a handshake.';
const leaveRest =
  "Leave the rest of the client as it is: five questions, five answers, and the end.";
const twoSockets =
  "Each port needs a PAIR socket of its own, bound to it: one PAIR socket has one partner.";
const sideBySide =
  "Each port needs a PAIR socket of its own, and both loops run at the same time: start both, and then await them with Promise.all. Each answers its own client, with the whole question, until Ctrl+C.";
const ownAnswers =
  "Each socket answers what it has received itself, once, and nothing else.";
const closesBoth =
  "The SIGINT handler closes both sockets. The loop of one that stays open never ends.";
