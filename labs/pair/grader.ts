// One file: a grader is read as the list of what its checks hold.
import { check, expect } from "#grading";
import { Pair } from "zeromq";

const endpoint = "tcp://127.0.0.1:5555";
const rounds = 10;

check("server-receives", async ({ lab }) => {
  const greeting = lab.random.nonce();
  const server = await lab.start("server", { args: [greeting, "0"] });
  const client = lab.use(new Pair({ linger: 2000 }));
  client.connect(endpoint);
  await lab.explain({ program: server, tryNext: bothArePairs }, () =>
    lab.handshakes(client, 1, {
      from: server,
      what: "a connection to its PAIR socket",
    }),
  );

  const answers: string[] = [];
  for (let round = 1; round <= rounds; round++) {
    const message = await lab.explain(
      { program: server, tryNext: eachRound },
      () =>
        lab.receiveText(client, {
          from: server,
          what: `message ${round} of ${rounds}`,
        }),
    );
    if (!message.includes(greeting))
      lab.fail(
        `The messages of the server should begin with its first argument.`,
        {
          program: server,
          expected: `${greeting} ${round}`,
          seen: message,
        },
      );
    // Once the answer takes long: whoever does not wait for it goes on without.
    if (round === 2) await lab.rest(server);
    for (const which of ["first", "second"]) {
      const answer = `${which} answer ${lab.random.nonce()}`;
      answers.push(answer);
      await lab.send(client, answer, {
        to: server,
        what: `the ${which} answer to message ${round}`,
      });
    }
  }

  await lab.explain(
    {
      program: server,
      tryNext:
        "Receive one message in each round, and print it behind the text “server received: ”.",
    },
    () =>
      expect(server, "the answer of the first round").toHavePrinted(
        answers[0] ?? "",
      ),
  );
  await lab.explain({ tryNext: tenRounds }, () =>
    expect(server, "after its tenth round").toHaveExited(0),
  );
  const more = await lab.receiveRest(client, {
    from: server,
    what: "the end of the connection",
  });
  if (more.length > 0)
    lab.fail(`The server sent more than ${rounds} messages.`, {
      program: server,
      expected: `${rounds} messages`,
      seen: `${rounds + more.length} messages`,
    });
  const printed = printedInOrder(server.lines, answers);
  if (printed.length < rounds || !isPrefix(printed, answers))
    lab.fail(
      `The server should print at least ${rounds} of the answers, in the order in which they were sent.`,
      {
        program: server,
        expected: answers.slice(0, rounds).join(", "),
        seen: printed.join(", ") || "no answer",
        tryNext:
          "Receive one message in each of the ten rounds, and print each one once.",
      },
    );
});

check("client-answers", async ({ lab }) => {
  const server = lab.use(new Pair({ linger: 2000 }));
  await lab.bind(server, endpoint);
  const client = await lab.start("client");
  await lab.explain({ program: client, tryNext: bothArePairs }, () =>
    lab.handshakes(server, 1, {
      from: client,
      what: "a connection of a PAIR socket to port 5555",
    }),
  );

  const messages = Array.from(
    { length: rounds },
    () => `message ${lab.random.nonce()}`,
  );
  for (const [index, message] of messages.entries()) {
    // Once the message takes long: a client waits for it.
    if (index === 1) await lab.rest(client);
    await lab.send(server, message, {
      to: client,
      what: `message ${index + 1} of ${rounds}`,
    });
    const answers: string[] = [];
    for (const which of ["first", "second"]) {
      const what = `the ${which} answer to message ${index + 1} of ${rounds}`;
      const answer = await lab.explain(
        { program: client, tryNext: answerTwice },
        () => lab.receiveText(server, { from: client, what }),
      );
      if (!answer.includes(message))
        lab.fail(
          `Each answer should repeat the text of the message it answers. This was ${what}.`,
          {
            program: client,
            expected: `${which} answer to ${message}`,
            seen: answer,
            tryNext:
              "Put the received message into the text: `… answer to ${message}`.",
          },
        );
      if (answers.includes(answer))
        lab.fail(
          `The two answers to message ${index + 1} of ${rounds} should differ: the server cannot tell these apart.`,
          {
            program: client,
            expected: `${which} answer to ${message}`,
            seen: `${answer}, twice`,
            tryNext:
              "Begin the one with “first answer to”, and the other with “second answer to”.",
          },
        );
      answers.push(answer);
    }
  }

  await lab.explain({ tryNext: tenRounds }, () =>
    expect(client, "after its tenth round").toHaveExited(0),
  );
  const more = await lab.receiveRest(server, {
    from: client,
    what: "the end of the connection",
  });
  if (more.length > 0)
    lab.fail("The client should send exactly two answers to each message.", {
      program: client,
      expected: `${2 * rounds} answers`,
      seen: `${2 * rounds + more.length} answers`,
    });
  const printed = printedInOrder(client.lines, messages);
  if (printed.length !== rounds || !isPrefix(printed, messages))
    lab.fail(
      `The client should print each of the ${rounds} messages as text, in order.`,
      {
        program: client,
        expected: messages.join(", "),
        seen: printed.join(", ") || (client.lines.at(1) ?? "nothing"),
        tryNext:
          "A received frame is a Buffer. String(frame) makes a text of it.",
      },
    );
});

check(
  "pair-together",
  async ({ lab }) => {
    await lab.explain({ tryNext: closeOnInterrupt }, async () => {
      const alone = await lab.start("server");
      alone.interrupt();
      await expect(alone, "on Ctrl+C while it waits for a client").toHaveExited(
        0,
      );

      const unanswered = await lab.start("server");
      const silent = lab.use(new Pair({ linger: 0 }));
      silent.connect(endpoint);
      const what = "its first message";
      await lab.receive(silent, { from: unanswered, what });
      await lab.rest(unanswered);
      unanswered.interrupt();
      await expect(
        unanswered,
        "on Ctrl+C while it waits for an answer",
      ).toHaveExited(0);
      silent.close();

      const lonely = await lab.start("client");
      await lab.rest(lonely);
      lonely.interrupt();
      await expect(
        lonely,
        "on Ctrl+C while it waits for a server",
      ).toHaveExited(0);
    });

    const greeting = lab.random.nonce();
    const server = await lab.start("server", { args: [greeting, "0"] });
    const client = await lab.start("client");
    await lab.explain({ tryNext: oneByOne }, async () => {
      await expect(client, "after ten rounds with your server").toHaveExited(0);
      await expect(server, "after ten rounds with your client").toHaveExited(0);
    });
    for (const program of [client, server]) {
      const received = program.lines.filter((line) =>
        line.includes(greeting),
      ).length;
      if (received < rounds)
        lab.fail(
          `Together with your other program, ${program.terminal} should print ${rounds} received messages.`,
          {
            program,
            expected: `${rounds} lines with “${greeting}”`,
            seen: `${received} such lines`,
            tryNext: oneByOne,
          },
        );
    }
  },
  // Five programs, one after the other, that may pause as they like.
  { after: ["server-receives", "client-answers"], deadline: 30 },
);

const eachRound =
  "In each of the ten rounds the server sends one message and then receives one.";
const bothArePairs =
  "Both ends are PAIR sockets, and a PAIR socket talks to no other type. The client connects, the server binds.";
const tenRounds =
  "There are exactly ten rounds. After them the socket is closed, and the program ends by itself.";
const closeOnInterrupt =
  "Close the socket in the SIGINT handler, and let the error pass that this causes.";
const oneByOne =
  "Run both programs and see which one waits, and for what. The checks above try each of them alone.";
const answerTwice =
  "After each message it receives, the client sends two answers, before it receives again: the server waits for one.";

/** The known texts that the lines contain, in the order in which they come first. */
function printedInOrder(
  lines: readonly string[],
  texts: readonly string[],
): string[] {
  const printed = lines.flatMap((line) =>
    texts.filter((text) => line.includes(text)),
  );
  return [...new Set(printed)];
}

function isPrefix(some: readonly string[], all: readonly string[]): boolean {
  return some.every((text, index) => text === all[index]);
}
