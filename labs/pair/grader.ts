import { checksOf, expect } from "#grading";
import { Pair } from "zeromq";
import pair from "./lab.ts";

const check = checksOf(pair);
const endpoint = "tcp://127.0.0.1:5555";
const rounds = 10;

check("server-receives", async ({ lab }) => {
  const [greeting = "", ...answers] = lab.random.nonces(1 + rounds * 2);
  const server = await lab.start("server", { args: [greeting, "0"] });
  const client = await lab.connect(new Pair(), endpoint, server);

  let sent = 0;
  const answer = () => client.send(answers[sent++] ?? "", "an answer");
  for (let round = 1; round <= rounds; round++) {
    await client.text(`message ${round} of ${rounds}`, {
      includes: greeting,
      tryNext: round === 2 ? oneIsEnough : eachRound,
    });
    // Once the answer takes long: a server waits for it.
    if (round === 3) await server.rest({ sleeps: 2_000 });
    await answer();
    // The second answer waits in the queue: at first there is none, and one is enough to go on.
    if (round > 2) await answer();
  }
  await expect(server, "Its received answers").toHavePrintedInOrder(
    answers.slice(0, sent),
    { atLeast: rounds, tryNext: printsAnswers },
  );
  await expect(server, "After its tenth round").toHaveExited(0, tenRounds);
  await client.expectNoMore(`${rounds} messages`, tenRounds);
});

check("client-answers", async ({ lab }) => {
  const server = await lab.bind(new Pair(), endpoint);
  const client = await lab.start("client");
  await server.meet(client);

  const messages = lab.random.nonces(rounds).map((text) => `message ${text}`);
  for (const [index, message] of messages.entries()) {
    const which = `message ${index + 1} of ${rounds}`;
    // Once the message takes long: a client waits for it, and has nothing more to say.
    if (index === 1) await client.rest({ sleeps: 2_000 });
    client.require(
      !server.hasMessage,
      `The client should send two answers to each message, but a third one came before ${which} was sent.`,
      twoAnswers,
    );
    await server.send(message, which);
    const [first = "", second = ""] = [
      await server.text(`the first answer to ${which}`, {
        includes: message,
        tryNext: twoAnswers,
      }),
      await server.text(`the second answer to ${which}`, {
        includes: message,
        tryNext: twoAnswers,
      }),
    ].map((text) => text.replace(message, "").toLowerCase());
    client.require(
      first !== second,
      `The two answers to ${which} should differ: the server cannot tell these apart.`,
      { seen: `${first}…, twice`, tryNext: oneEach },
    );
    client.require(
      !(isOrdinal(first, "second", "2") && isOrdinal(second, "first", "1")),
      `The first answer to ${which} should come first, and then the second one.`,
      { seen: `${first}…, ${second}…`, tryNext: oneEach },
    );
  }
  await expect(client, "Its received messages").toHavePrintedInOrder(messages, {
    tryNext: printsText,
  });
  await expect(client, "After its tenth round").toHaveExited(0, tenRounds);
  await server.expectNoMore(`${2 * rounds} answers`, twoAnswers);
});

check(
  "pair-together",
  async ({ lab }) => {
    const alone = await lab.start("server");
    await alone.stopsOnInterrupt("while it waits for a client");

    const unanswered = await lab.start("server");
    const silent = await lab.connect(new Pair(), endpoint, unanswered);
    await silent.receive("its first message");
    await unanswered.rest();
    await unanswered.stopsOnInterrupt("while it waits for an answer");
    await silent.leave();

    // A server that goes away before it is answered: what cannot be sent must not keep the client for ever.
    const leaving = await lab.bind(new Pair(), endpoint);
    const left = await lab.start("client");
    await leaving.meet(left);
    left.kill("SIGSTOP");
    for (let round = 1; round <= rounds; round++)
      await leaving.send(`hello ${round}`, `message ${round}`);
    await leaving.leave();
    left.kill("SIGCONT");

    const lonely = await lab.start("client");
    await lonely.rest();
    await lonely.stopsOnInterrupt("while it waits for a server");
    await expect(
      left,
      "When the server has gone before it was answered",
    ).toHaveExited(0, { within: 12, tryNext: limitsLinger });

    const greeting = lab.random.nonce();
    const server = await lab.start("server", { args: [greeting, "0"] });
    const client = await lab.start("client");
    for (const program of [client, server])
      await expect(
        program,
        "After ten rounds with your other program",
      ).toHaveExited(0, oneByOne);
    for (const program of [client, server])
      await expect(program, "Its received messages").toHavePrinted(greeting, {
        times: rounds,
        tryNext: oneByOne,
      });
  },
  // Six programs, mostly one after the other, that may pause as they like.
  { after: ["server-receives", "client-answers"], deadline: 30 },
);

/** Whether this is the first ordinal of a text, such as of "answer 1 of 2". */
function isOrdinal(text: string, ...ordinals: readonly string[]): boolean {
  return ordinals.includes(/first|second|[12]/.exec(text)?.[0] ?? "");
}

const eachRound =
  "In each of the ten rounds the server sends one message and then receives one.";
const oneIsEnough =
  "The server receives one message in each round, and goes on: the second answer waits in the queue for the next round.";
const tenRounds =
  "There are exactly ten rounds. After them the socket is closed, and the program ends by itself.";
const printsAnswers =
  "Receive one message in each of the ten rounds, and print it behind the text “server received: ”.";
const printsText =
  "Print each message when it comes. A received frame is a Buffer: print it as text, String(frame).";
const twoAnswers =
  "After each message it receives, the client sends exactly two answers with the message's text, before it receives again: the server waits for one.";
const oneEach =
  "Send “first answer to …”, await it, and then send “second answer to …”.";
const limitsLinger =
  "Answers that cannot be sent keep a program for ever unless `linger` sets a limit: leave it at 500 ms, and close the socket.";
const oneByOne =
  "Run both programs and see which one waits, and for what. The checks above try each of them alone.";
