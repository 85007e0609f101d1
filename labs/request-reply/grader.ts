// One file: a grader is read as the list of what its checks hold.
import { check, expect } from "#grading";
import { Reply, Request } from "zeromq";

const endpoint = "tcp://127.0.0.1:5555";
const requests = 9;

/** The time that the server's work takes in the checks, in milliseconds. */
const work = "5";

check("server-replies", async ({ lab }) => {
  const server = await lab.start("server", { args: [work] });
  const client = lab.use(new Request({ linger: 0 }));
  client.connect(endpoint);
  const repeated = lab.random.nonce();
  const texts = [
    lab.random.nonce(),
    repeated,
    repeated,
    "0",
    "",
    `two words, ${lab.random.nonce()}`,
    "温度 −3°",
  ];

  for (const [index, text] of texts.entries()) {
    const which = `request ${index + 1} (${JSON.stringify(text)})`;
    // Once nothing is asked for long: a server waits for the next request.
    if (index === 1) await lab.rest(server);
    await lab.send(client, text, { to: server, what: which });
    const reply = await lab.explain(
      { program: server, tryNext: index === 0 ? isReply : oneReply },
      () =>
        lab.receiveText(client, {
          from: server,
          what: `the reply to ${which}`,
        }),
    );
    const others = texts.filter(
      (other) => other.length > 1 && !text.includes(other),
    );
    if (!reply.includes(text) || others.some((other) => reply.includes(other)))
      lab.fail(
        `The reply to ${which} does not repeat the text of this request.`,
        {
          program: server,
          expected: `reply to ${text}`,
          seen: reply || "an empty reply",
          tryNext:
            "Put the received request into the reply: `reply to ${request}`.",
        },
      );
  }
});

check("server-serves-all", async ({ lab }) => {
  const server = await lab.start("server", { args: [work] });
  const clients = Array.from({ length: 3 }, () => ({
    name: lab.random.nonce(),
    socket: lab.use(new Request({ linger: 0 })),
  }));
  for (const { socket } of clients) socket.connect(endpoint);

  // All three have a request under way at any time, and how many there will be is not to be guessed.
  const each = lab.random.integer(requests + 2, requests + 4);
  for (let number = 1; number <= each; number++) {
    for (const { name, socket } of clients)
      await lab.send(socket, `request ${number} from ${name}`, {
        to: server,
        what: `request ${number}`,
      });
    for (const [index, { name, socket }] of clients.entries()) {
      const what = `the reply to request ${number} of client ${index + 1} of ${clients.length}`;
      const reply = await lab.explain(
        {
          program: server,
          tryNext: number === 1 ? isReply : goesOn,
        },
        () => lab.receiveText(socket, { from: server, what }),
      );
      if (!reply.includes(`request ${number} from ${name}`))
        lab.fail(
          `A reply should repeat the whole request that it answers. This was ${what}.`,
          {
            program: server,
            expected: `reply to request ${number} from ${name}`,
            seen: reply || "an empty reply",
            tryNext:
              "Make the reply from the request of this round, and send it before the next one is received.",
          },
        );
    }
  }
  server.interrupt();
  await lab.explain({ tryNext: closeOnInterrupt }, () =>
    expect(server, "on Ctrl+C while it waits for a request").toHaveExited(0),
  );

  const busy = await lab.start("server", { args: ["1000"] });
  const asking = lab.use(new Request({ linger: 0 }));
  asking.connect(endpoint);
  const request = `request from ${lab.random.nonce()}`;
  await lab.send(asking, request, { to: busy, what: "its request" });
  await lab.explain({ program: busy, tryNext: printsRequest }, () =>
    busy.printed(request),
  );
  busy.interrupt();
  await lab.explain({ tryNext: closeOnInterrupt }, () =>
    expect(busy, "on Ctrl+C in the middle of its work").toHaveExited(0),
  );
});

check("client-asks", async ({ lab }) => {
  const server = lab.use(new Reply({ linger: 2000 }));
  await lab.bind(server, endpoint);
  const name = lab.random.nonce();
  const client = await lab.start("client-a", { args: [name] });
  const replies: string[] = [];

  for (let number = 1; number <= requests; number++) {
    const what = `request ${number} of ${requests}`;
    const request = await lab.explain(
      {
        program: client,
        tryNext: number === 1 ? isRequest : afterReply,
      },
      () => lab.receiveText(server, { from: client, what }),
    );
    const before = replies.at(-1);
    if (before !== undefined)
      await lab.explain({ program: client, tryNext: printsFirst }, () =>
        client.printed(before, {
          what: `each reply as text before it asks again: reply ${number - 1} is missing`,
        }),
      );
    // Once the reply takes long: a client waits for it.
    if (number === 2) await lab.rest(client);
    if (!request.includes(name))
      lab.fail(
        "Each request should carry the name of its client, which is its first argument.",
        {
          program: client,
          expected: `request ${number} from ${name}`,
          seen: request,
        },
      );
    const reply = `reply ${lab.random.nonce()}`;
    replies.push(reply);
    await lab.send(server, reply, {
      to: client,
      what: `the reply to ${what}`,
    });
  }

  await lab.explain(
    {
      tryNext: `It asks exactly ${requests} times, and ends when it has the last reply.`,
    },
    () => expect(client, "after its ninth reply").toHaveExited(0),
  );
  const printed = new Set(
    client.lines.flatMap((line) =>
      replies.filter((reply) => line.includes(reply)),
    ),
  );
  if ([...printed].join() !== replies.join())
    lab.fail(
      `The client should print each of its ${requests} replies as text, in order.`,
      {
        program: client,
        expected: replies.join(", "),
        seen: [...printed].join(", ") || (client.lines.at(1) ?? "nothing"),
        tryNext:
          "Print what receive() gave. A frame is a Buffer: String(frame) makes a text of it.",
      },
    );
  // In the reply's line or in the one before it. The first reply is left out: the line before it may be that of the start.
  const [, second = ""] = replies;
  const index = client.lines.findIndex((line) => line.includes(second));
  const lines = client.lines.slice(index - 1, index + 1);
  if (!lines.some((line) => line.includes(name)))
    lab.fail(
      "The client should print its own name with each reply, to tell its lines from those of other clients.",
      {
        program: client,
        expected: `client ${name} received: ${second}`,
        seen: lines.at(-1) ?? "nothing",
        tryNext: "The name is the program's first argument: `name`.",
      },
    );
});

check(
  "two-clients",
  async ({ lab }) => {
    const names = {
      "client-a": lab.random.nonce(),
      "client-b": lab.random.nonce(),
    };
    const server = await lab.start("server", { args: [work] });
    const a = await lab.start("client-a", { args: [names["client-a"]] });
    const b = await lab.start("client-b", { args: [names["client-b"]] });
    await lab.explain({ tryNext: oneByOne }, async () => {
      await expect(a, "after nine replies of your server").toHaveExited(0);
      await expect(b, "after nine replies of your server").toHaveExited(0);
    });

    for (const [client, own, other] of [
      [a, names["client-a"], names["client-b"]],
      [b, names["client-b"], names["client-a"]],
    ] as const) {
      const foreign = client.lines.find((line) => line.includes(other));
      if (foreign !== undefined)
        lab.fail(
          `${client.terminal} printed a reply that belongs to the other client.`,
          {
            program: client,
            expected: `only replies to ${own}`,
            seen: foreign,
            tryNext: oneByOne,
          },
        );
      for (const program of [client, server]) {
        const lines = program.lines.filter((line) => line.includes(own)).length;
        if (lines < requests)
          lab.fail(
            `${program.terminal} should print a line for each of the ${requests} requests of ${client.terminal}.`,
            {
              program,
              expected: `${requests} lines with the name ${own}`,
              seen: `${lines} such lines`,
              tryNext: oneByOne,
            },
          );
      }
    }
    server.interrupt();
    await expect(server, "on Ctrl+C").toHaveExited(0);
  },
  { after: ["server-replies", "server-serves-all", "client-asks"] },
);

const oneByOne =
  "Run the server and both clients, and compare who asks what with who gets which reply.";
const isReply =
  "The server is a REP socket, `Reply`: it answers whoever has asked. A socket of another type answers nobody here.";
const isRequest =
  "The client is a REQ socket, `Request`, and connects to port 5555.";
const afterReply =
  "After each request the client receives its reply. Only then may it send the next one.";
const printsFirst =
  "Receive the reply inside the loop and print String(frame), before the next request is sent.";
const printsRequest =
  "The server prints every request that it receives, as the starter does.";
const goesOn =
  "The server goes on until Ctrl+C: it does not know how many requests will come.";
const closeOnInterrupt =
  "Close the socket in the SIGINT handler, and let the error pass that this causes in the middle of a request.";
const oneReply =
  "A REP socket receives and sends in turn: for each request exactly one receive and then exactly one send.";
