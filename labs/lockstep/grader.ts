import { checksOf, expect } from "#grading";
import { Router } from "zeromq";
import lockstep from "./lab.ts";

const check = checksOf(lockstep);
const endpoint = "tcp://127.0.0.1:5555";

check("names-errors", async ({ lab }) => {
  // In each round there may be a receive too early, and sends too many. The reply to the last request never comes.
  const early = lab.random.shuffle([1, 0, 0]);
  const surplus = lab.random.shuffle([1, 2, 0]);
  const steps: { step: string; ends: string }[] = [];
  for (const round of early.keys()) {
    if (early[round]) steps.push({ step: "receive", ends: "EFSM" });
    steps.push({ step: "send", ends: "sent" });
    for (let more = 0; more < (surplus[round] ?? 0); more++)
      steps.push({ step: "send", ends: "EFSM" });
    steps.push({ step: "receive", ends: round < 2 ? "reply" : "EAGAIN" });
  }
  steps.push({ step: "send", ends: "EFSM" });

  const server = await lab.bind(new Router(), endpoint);
  const turns = await lab.start("turns", {
    args: steps.map(({ step }) => step),
  });
  await server.meet(turns);
  const replies = lab.random.nonces(2);
  for (const number of numbersOf(steps, "sent")) {
    const [from = "", delimiter, frame] = await server.receive(
      `the request of step ${number}`,
      goesOn,
    );
    turns.require(
      delimiter?.length === 0,
      `The request of step ${number} was sent by another type of socket than REQ: it lacks the empty frame in front.`,
      "It is the turns of a REQ socket, `Request`, that you are to break.",
    );
    turns.require(
      String(frame).includes(String(number)),
      `The next request should be that of step ${number}, but another one came.`,
      { seen: String(frame), tryNext: goesOn },
    );
    const reply = replies[numbersOf(steps, "sent").indexOf(number)];
    if (reply) await server.send([from, "", reply], "a reply");
  }
  await expect(turns, "After the last step").toHaveExited(0, goesOn);
  await server.expectNoMore("the requests that had their turn", goesOn);
  await expect(turns, "Its replies").toHavePrintedInOrder(replies, {
    tryNext: "Print each reply as text: String(frame).",
  });
  for (const code of ["EFSM", "EAGAIN"]) {
    const expected = numbersOf(steps, code);
    const seen = turns.lines
      .filter((line) => line.includes(code))
      .map((line) => Number(/\d+/.exec(line)?.[0]));
    turns.require(
      [...new Set(seen)].join() === expected.join(),
      `In these steps it should print that just the steps ${expected.join(", ")} failed with ${code}`,
      {
        expected: expected.map((step) => `step ${step}: ${code}`).join(", "),
        seen: seen.map((step) => `step ${step}: ${code}`).join(", ") || "none",
        tryNext: names,
      },
    );
  }
});

check("one-by-one", async ({ lab }) => {
  const server = await lab.bind(new Router(), endpoint);
  const questions = lab.random.nonces(lab.random.integer(4, 6));
  const client = await lab.start("client", { args: questions });
  await server.meet(client);
  const open = new Set(questions);
  const pairs: RegExp[] = [];
  let asker: Buffer | undefined;
  for (const index of questions.keys()) {
    const which = `question ${index + 1} of ${questions.length}`;
    const [from, delimiter, frame] = await server.receive(which, chains);
    asker ??= from;
    const question = String(frame);
    client.require(
      delimiter?.length === 0 && open.delete(question),
      `The ${which} should be one of its arguments that was not asked yet, sent by a REQ socket.`,
      { seen: question, tryNext: "Send each question once, as it is." },
    );
    client.require(
      !!from && !!asker?.equals(from),
      `The ${which} came through another socket than the first one.`,
      "All parts of the program share one socket.",
    );
    // While the answer takes long, nobody else may ask.
    await client.rest({ sleeps: 5_000 });
    client.require(
      !server.hasMessage,
      `The ${which} was not answered yet, and the client asked again.`,
      chains,
    );
    const answer = lab.random.nonce();
    await server.send([from ?? "", "", answer], `the answer to ${which}`);
    pairs.push(new RegExp(`${question}.*${answer}|${answer}.*${question}`));
  }
  await expect(client, "After its last answer").toHaveExited(0, chains);
  await server.expectNoMore(`${questions.length} questions`, chains);
  for (const [index, pair] of pairs.entries())
    await expect(
      client,
      `Question ${index + 1} and its own answer, in one line`,
    ).toHavePrinted(pair, { tryNext: pairsUp });
});

check(
  "with-server",
  async ({ lab }) => {
    const lonely = await lab.start("client", { args: ["a", "b", "c"] });
    await lonely.rest();
    await lonely.stopsOnInterrupt("while it waits for an answer");

    const name = lab.random.nonce();
    const server = await lab.start("server", { args: [name, "1"] });
    const turns = await lab.start("turns");
    await expect(turns, "After its four steps").toHaveExited(0, goesOn);
    await expect(turns).toHavePrinted(`${name} did`, { tryNext: goesOn });
    const questions = lab.random.nonces(3);
    const client = await lab.start("client", { args: questions });
    await expect(client, "After its three answers").toHaveExited(0, chains);
    for (const question of questions)
      await expect(client).toHavePrinted(`${name} did ${question}`);
    server.interrupt();
    await expect(server, "On Ctrl+C").toHaveExited(0);
  },
  { after: ["names-errors", "one-by-one"] },
);

const numbersOf = (steps: readonly { ends: string }[], ends: string) =>
  steps.flatMap((step, index) => (step.ends === ends ? [index + 1] : []));

const goesOn =
  "Every step is tried once, also after one that failed. With `sendTimeout: 0` and `receiveTimeout: 2_000` none of them stays pending.";
const names =
  "In the `catch` block print the number of the step and the `code` of this error: `` `step ${number}: failed with ${code}` ``.";
const pairsUp =
  "Whoever has called `ask` gets the reply that was received after this very send, and prints both.";
const chains =
  "Let each `ask` begin when the answer of the one before has come: keep the promise of the last answer outside the function.";
